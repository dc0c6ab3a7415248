// Each way in which a test can end its process costs that test, and no other.
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <thread>

#include "conftest.hpp"

struct Service {
  void teardown() { std::puts("service down"); }
};

FIXTURE(Service, scope::file) {
  std::puts("service up");
  return Service{};
}

TEST(before, (Service&)) {}

TEST(segfault, (Service&)) {
  std::puts("last words");
  std::signal(SIGSEGV, SIG_DFL);
  std::raise(SIGSEGV);
}

TEST(between, (Service&)) {}

TEST(aborts) { std::abort(); }

TEST(exits_with_zero) { ::_exit(0); }

TEST(exits_with_three) { std::exit(3); }

TEST(killed_after_a_failed_check) {
  CHECK(1 == 2);
  std::raise(SIGKILL);
}

TEST(throws_on_another_thread) {
  std::thread{[] { throw 42; }}.join();
}

TEST(escapes) { throw 42; }

TEST(after, (Service&)) {}
