// What the tests of this toy suite share.
#pragma once

#include <vector>

#include "testing/check/check.hpp"

MARK(router, "request routing", component)

inline std::vector<int> numbers(int count) {
  std::vector<int> all;
  for (int n = 1; n <= count; ++n) all.push_back(n);
  return all;
}
