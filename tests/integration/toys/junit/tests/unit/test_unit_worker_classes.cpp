#include <cstdio>
#include <stdexcept>

#include "conftest.hpp"

struct Etcd {
  int port = 2379;
};
FIXTURE(Etcd, scope::class_) {
  std::puts("etcd up");
  return Etcd{};
}

TEST_CLASS(TestPlanner) {
 public:
  explicit TestPlanner(Etcd& etcd) : etcd_{etcd} { std::puts("made"); }
  ~TestPlanner() { std::puts("gone"); }
  void setup_method() { std::puts("setup"); }
  void teardown_method() { std::puts("teardown"); }

 protected:
  Etcd& etcd_;
};

TEST_F(TestPlanner, first) { CHECK(etcd_.port == 2379); }

TEST_F(TestPlanner, second) { REQUIRE(etcd_.port == 1); }

TEST_CLASS(TestBrokenSetup) {
 public:
  void setup_method() { throw std::runtime_error("no planner"); }
  void teardown_method() { std::puts("must not run"); }
};

TEST_F(TestBrokenSetup, never_called) { std::puts("must not run either"); }

TEST_CLASS(TestBrokenTeardown) {
 public:
  void teardown_method() { REQUIRE(1 == 2); }
};

TEST_F(TestBrokenTeardown, passes_but) {}

TEST_CLASS(TestBrokenConstructor) {
 public:
  TestBrokenConstructor() { throw std::logic_error("not today"); }
};

TEST_F(TestBrokenConstructor, never_called) {}
