// One test for each way in which a run can end; test_integ_runner_endings.cpp runs them one by one.
// Each leaves what a test must not leave: children that run away, and files.
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>

#include "conftest.hpp"
#include "foundation/os/process.hpp"
#include "foundation/os/wait.hpp"
#include "testing/builtin/tmp_dir.hpp"

namespace os = dyntest::os;
using dyntest::builtin::TmpDir;
using namespace std::chrono_literals;

// Says, in the file that READY names, which run this is, and that the moment has come.
void announce() {
  const std::string file = std::getenv("READY");
  std::ofstream{file + ".new"} << std::getenv("DYNTEST_RUN_ID");
  std::rename((file + ".new").c_str(), file.c_str());
}

struct Runaways {
  os::Process shell;
};
FIXTURE(Runaways, (TmpDir& dir), scope::session) {
  std::ofstream{dir / "left behind"} << "something";
  // Two daemons: sessions of their own, orphans, out of the group that the handle kills.
  auto shell =
      os::Process::start({{"sh", "-c", "for i in 1 2; do setsid sleep 600 & done; wait"}, {}, {}});
  REQUIRE(shell.has_value());
  return Runaways{std::move(*shell)};
}

struct SlowSetup {};
FIXTURE(SlowSetup, (Runaways&)) {
  announce();
  os::pause_for(600s);
  return SlowSetup{};
}

struct SlowTeardown {
  void teardown() {
    announce();
    os::pause_for(600s);
  }
};
FIXTURE(SlowTeardown) { return SlowTeardown{}; }

TEST(passes, (Runaways&), may_leak) { announce(); }

TEST(fails, (Runaways&)) {
  announce();
  CHECK(false);
}

TEST(segfaults, (Runaways&)) {
  announce();
  ::signal(SIGSEGV, SIG_DFL);
  ::raise(SIGSEGV);
}

TEST(calls_exit, (Runaways&)) {
  announce();
  ::_exit(0);
}

TEST(times_out, (Runaways&), timeout(1)) {
  announce();
  while (true) ::pause();
}

TEST(waits_in_setup, (Runaways&, SlowSetup&)) {}

TEST(waits_in_call, (Runaways&)) {
  announce();
  os::pause_for(600s);
}

TEST(waits_in_teardown, (Runaways&, SlowTeardown&)) {}

// Says that it was torn down, in a file beside READY.
struct Witness {
  void teardown() { std::ofstream{std::getenv("READY") + std::string{".torn_down"}}.flush(); }
};
FIXTURE(Witness, scope::session) { return Witness{}; }

TEST(waits_with_a_witness, (Runaways&, Witness&)) {
  announce();
  os::pause_for(600s);
}

TEST(does_not_listen, (Runaways&, Witness&)) {
  announce();
  while (true) ::pause();
}

struct DeafTeardown {
  void teardown() {
    std::ofstream{std::getenv("READY") + std::string{".tearing_down"}}.flush();
    while (true) ::pause();
  }
};
FIXTURE(DeafTeardown) { return DeafTeardown{}; }

TEST(does_not_listen_in_teardown, (Runaways&, DeafTeardown&)) {
  announce();
  os::pause_for(600s);
}
