#include <cstdio>

#include "conftest.hpp"

TEST(has_a_lock, (int), lock("x"), cases(1, 2, 3, 4, 5, 6)) { work(); }

TEST(has_another_lock, (int), lock("y"), cases(1, 2, 3, 4, 5, 6)) { work(); }

TEST(prints, (int), cases(1, 2, 3)) {
  for (int i = 0; i < 1000; ++i) std::printf("line %d of what nobody reads\n", i);
  work();
}

TEST(is_skipped, skip("for its verdict")) {}

TEST(fails_as_expected, xfail("for its verdict")) {
  work();
  CHECK(1 == 2);
}
