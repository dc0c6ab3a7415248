// What a sanitizer finds is reported at the test that did it; the others go on.
#include <cstdlib>
#include <cstring>
#include <vector>

#include "conftest.hpp"

namespace {
char* volatile sink = nullptr;
}

TEST(before) {}

TEST(writes_behind_the_end) {
  std::vector<char> bytes(8);
  volatile std::size_t size = 8;
  bytes.data()[size] = 1;
}

TEST(between) {}

TEST(leaks) {
  sink = new char[64];
  sink = nullptr;
}

TEST(overflows_an_int, (int n), cases(2147483647)) {
  volatile int more = n;
  more = more + 1;
}

TEST(after) {}
