// For the end-to-end tests: a whole deployment, seen through its public API only.
#pragma once

#include "../conftest.hpp"
#include "e2etest_utils.hpp"
