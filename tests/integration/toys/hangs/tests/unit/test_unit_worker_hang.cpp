// A time-out ends a wait of ours in the test's own thread, and kills what does not come back.
#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <thread>
#include <utility>

#include "conftest.hpp"
#include "foundation/os/process.hpp"
#include "testing/builtin/tmp_dir.hpp"

using dyntest::builtin::TmpDir;

// A model server that says why it does not come up.
struct ModelServer {
  dyntest::os::Process process;
};
FIXTURE(ModelServer, (TmpDir& folder)) {
  const dyntest::os::Fd log{::open((folder / "log").c_str(), O_WRONLY | O_CREAT, 0600)};
  dyntest::os::Command command;
  command.argv = {"sh", "-c", "echo loading; echo no memory for the weights; exec sleep 60"};
  command.standard_output = log.get();
  auto process = dyntest::os::Process::start(command);
  EVENTUALLY(10, std::filesystem::file_size(folder / "log") > 20);
  return ModelServer{*std::move(process)};
}

struct Service {
  void teardown() { std::puts("service down"); }
};

FIXTURE(Service, scope::session) { return Service{}; }

TEST(waits_for_what_never_comes, (Service&), timeout(1.5)) {
  std::puts("waiting for model registration");
  EVENTUALLY(60, 1 == 2);
}

TEST(never_comes_back, (Service&), timeout(1.5)) {
  std::puts("stuck");
  while (true) ::pause();
}

TEST(waits_for_a_model, (ModelServer&), timeout(1.5)) { EVENTUALLY(60, 1 == 2); }

TEST(waits_for_a_model_in_vain, (ModelServer&), timeout(1.5)) {
  while (true) ::pause();
}

TEST(after, (Service&)) {}

TEST(hangs_at_its_second_attempt, timeout(1.5), flaky(1)) {
  static bool is_second = false;
  while (std::exchange(is_second, true)) ::pause();
  const auto begin = std::chrono::steady_clock::now();
  while (std::chrono::steady_clock::now() - begin < std::chrono::milliseconds{2500})
    std::this_thread::yield();  // its first one has no wait of ours that could end it in time
  CHECK(1 == 2);
}
