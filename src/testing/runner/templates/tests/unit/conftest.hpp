// For the unit tests: one component each, no process, no network, milliseconds.
#pragma once

#include <string>
#include <vector>

#include "../conftest.hpp"
#include "unittest_utils.hpp"

// Stands for your own code under test.
struct Basket {
  std::vector<std::string> items;
};
