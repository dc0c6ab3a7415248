#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>

#include "conftest.hpp"

namespace {
const bool dead = [] {
  std::fputs("cannot load the model table\n", stderr);
  std::_Exit(7);
  return true;
}();
}  // namespace

TEST(never_runs) {}
