// What the tests of this toy suite share.
#pragma once

#include "testing/check/check.hpp"

MARK(worker, "a worker's life", component)
