// Tests that end before they begin, and those that were expected to fail.
#include <cstdio>
#include <stdexcept>

#include "conftest.hpp"

struct NeedsGpu {};
FIXTURE(NeedsGpu) {
  std::puts("looking for a GPU");
  if (true) SKIP("no GPU found");
  return NeedsGpu{};
}

struct KnownBroken {};
FIXTURE(KnownBroken) {
  if (true) XFAIL("bug 7");
  return KnownBroken{};
}

struct Broken {};
FIXTURE(Broken) {
  if (true) throw std::runtime_error("no port free");
  return Broken{};
}

struct NeverReady {};
FIXTURE(NeverReady) {
  std::puts("waiting for a model");
  EVENTUALLY(60, 1 == 2);
  return NeverReady{};
}

TEST(skips_in_setup, (NeedsGpu&)) {}

TEST(xfails_in_setup, (KnownBroken&)) {}

TEST(was_expected_to_fail_in_setup, (Broken&), xfail("bug 8")) {}

TEST(fails_with_the_wrong_exception, xfail("bug 9").raises<std::out_of_range>()) {
  throw std::invalid_argument("not that one");
}

TEST(fails_with_the_right_exception, xfail("bug 9").raises<std::out_of_range>()) {
  throw std::out_of_range("that one");
}

TEST(fails_a_check_where_an_exception_was_meant, xfail("bug 9").raises<std::out_of_range>()) {
  CHECK(1 == 2);
}

TEST(runs_out_of_time_in_setup, (NeverReady&), timeout(1.5)) { std::puts("must not run"); }

TEST(comes_after_it) {}
