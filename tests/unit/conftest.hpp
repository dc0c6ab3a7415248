// For the unit tests: one component each, no process, no network, milliseconds.
#pragma once

#include "../conftest.hpp"
#include "unittest_utils.hpp"
