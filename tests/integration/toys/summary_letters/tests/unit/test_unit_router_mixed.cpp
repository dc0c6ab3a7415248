// One of everything that a run can tell.
#include <cstdio>
#include <stdexcept>

#include "conftest.hpp"

struct Broken {};
FIXTURE(Broken) {
  if (true) throw std::runtime_error("no port free");
  return Broken{};
}

TEST(passes) { std::puts("said while passing"); }

TEST(fails) { CHECK(1 == 2); }

TEST(fails_thrice) {
  CHECK(1 == 2);
  CHECK(2 == 3);
  CHECK(3 == 4);
}

TEST(cannot_start, (Broken&)) {}

TEST(skipped_by_mark, (int n), cases(1, 2, 3), skip("no GPU here")) { CHECK(n > 0); }

TEST(skipped_inside) { SKIP("found out late"); }

TEST(known_bug, xfail("bug 12")) { CHECK(false); }

TEST(mended, xfail("fixed already")) { std::puts("said while passing unexpectedly"); }
