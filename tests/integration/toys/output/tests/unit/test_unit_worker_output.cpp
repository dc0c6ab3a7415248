#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>

#include "conftest.hpp"

struct Service {
  void teardown() { std::puts("service down"); }
};
FIXTURE(Service) {
  std::puts("service up");
  return Service{};
}

TEST(shows_every_phase_of_a_failure, (Service&)) {
  std::puts("to stdout");
  std::cout << "through iostream\n";
  std::fputs("to stderr\n", stderr);
  CHECK(std::system("echo from a child") == 0);
  CHECK(false);
}

TEST(keeps_quiet_when_it_passes, (Service&)) { std::puts("nobody sees this"); }

// More than all that was captured so far: none of it stands for the next test's output.
TEST(takes_its_own_output, (CapturedOutput& output)) {
  std::puts(std::string(500, '.').c_str());
  CHECK(output.read().out.size() == 501u);
}

TEST(keeps_a_line_that_was_not_ended) {
  std::printf("no newline");
  FAIL("on purpose");
}

TEST(keeps_what_came_before_a_kill) {
  std::puts("ended line");
  std::abort();
}
