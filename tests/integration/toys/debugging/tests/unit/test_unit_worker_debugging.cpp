// Tests that somebody wants to look into; test_integ_runner_debugging.cpp does, too.
#include <signal.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "conftest.hpp"
#include "foundation/os/process.hpp"

namespace os = dyntest::os;

struct Service {
  os::Process process;
  void teardown() { std::puts("service down"); }
};
FIXTURE(Service, scope::session) {
  auto process = os::Process::start({{"sleep", "1000"}, {}, {}});
  REQUIRE(process.has_value());
  return Service{std::move(*process)};
}

TEST(fails_beside_a_service, (Service&), timeout(10)) {
  std::puts("what it wrote");
  CHECK(1 == 2);
}

TEST(is_next, (Service&)) {}

TEST(picks, (int worker), cases(1, 2)) { CHECK(worker > 0); }

// Somebody else's time: a debugger may take as long as it likes.
TEST(takes_too_long, timeout(0.2)) { CONSISTENTLY(0.5, true); }

TEST(reads_the_terminal) {
  std::string line(100, ' ');
  CHECK(::read(STDIN_FILENO, line.data(), line.size()) == 3);
}

TEST(dies) {
  ::signal(SIGTERM, SIG_DFL);
  ::raise(SIGTERM);
}

TEST(leaves) { ::_exit(3); }

TEST(waits_for_go) {
  std::puts("waiting");
  EVENTUALLY(300, std::filesystem::exists(std::getenv("GO")));
}
