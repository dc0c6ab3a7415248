// Parts of tests, notes, waits, and failures off the test's thread.
#pragma once

#include "testing/check/check.hpp"

MARK(fleet, "a fleet of workers", component)
