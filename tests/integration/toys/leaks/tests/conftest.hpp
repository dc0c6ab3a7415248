// What the tests of this toy suite share.
#pragma once

#include "testing/check/check.hpp"

MARK(worker, "what a worker does about its tests", component)
