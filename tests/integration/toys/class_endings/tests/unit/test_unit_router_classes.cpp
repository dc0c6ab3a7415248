// Classes whose making, set-up, teardown and tests fail, in all the orders that matter.
#include <cstdio>
#include <stdexcept>

#include "conftest.hpp"

struct Pool {
  void teardown() { std::puts("pool down"); }
};
FIXTURE(Pool, scope::class_) {
  std::puts("pool up");
  return Pool{};
}

TEST_CLASS(TestNeverMade) {
 public:
  explicit TestNeverMade(Pool&) { throw std::runtime_error("no memory"); }
  void setup_method() { std::puts("must not run"); }
};
TEST_F(TestNeverMade, one) { std::puts("must not run either"); }
TEST_F(TestNeverMade, two) {}

TEST_CLASS(TestChecksInSetup) {
 public:
  void setup_method() { CHECK(1 == 2); }  // goes on to its end, so it is torn down
  void teardown_method() { std::puts("tearing down"); }
};
TEST_F(TestChecksInSetup, is_an_error) {}

TEST_CLASS(TestFailsTwice) {
 public:
  void teardown_method() {
    std::puts("tearing down");
    REQUIRE(3 == 4);
  }
};
TEST_F(TestFailsTwice, in_call_and_teardown) { REQUIRE(1 == 2); }
TEST_F(TestFailsTwice, in_teardown_only) {}

TEST_CLASS(TestSkips) {
 public:
  void setup_method() { SKIP("no GPU here"); }
};
TEST_F(TestSkips, in_setup) {}
