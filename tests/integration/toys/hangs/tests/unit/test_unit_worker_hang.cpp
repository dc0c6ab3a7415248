// A time-out ends a wait of ours in the test's own thread, and kills what does not come back.
#include <unistd.h>

#include <cstdio>

#include "conftest.hpp"

struct Service {
  void teardown() { std::puts("service down"); }
};

FIXTURE(Service, scope::session) { return Service{}; }

TEST(waits_for_what_never_comes, (Service&), timeout(0.3)) {
  std::puts("waiting for model registration");
  EVENTUALLY(60, 1 == 2);
}

TEST(never_comes_back, (Service&), timeout(0.3)) {
  std::puts("stuck");
  while (true) ::pause();
}

TEST(after, (Service&)) {}
