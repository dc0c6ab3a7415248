// Ctrl-Z: all that a run has started stands still, and so does its time, until somebody goes on.
#include <signal.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "conftest.hpp"
#include "foundation/os/proc.hpp"
#include "toy_test_utils.hpp"

namespace fs = std::filesystem;
namespace os = dyntest::os;

namespace {

os::Process start_run(const std::string& test, const TmpDir& scratch) {
  return toys::start("pauses", {"-k", test, "--report-log", scratch / "events"}, scratch.path());
}

// What the log says of the test's call.
nlohmann::json call_of(const fs::path& log) {
  std::ifstream file{log};
  for (std::string line; std::getline(file, line);) {
    auto event = nlohmann::json::parse(line);
    if (event.value("event", "") == "phase_finished" && event.value("phase", "") == "call")
      return event;
  }
  FAIL("the log has no call");
}

struct Members {
  pid_t worker = 0;
  pid_t service = 0;
};

Members members(const TmpDir& scratch) {
  EVENTUALLY(30, fs::exists(scratch / "ready"));
  Members found;
  std::ifstream{scratch / "ready"} >> found.worker >> found.service;
  return found;
}

}  // namespace

// Longer than the test and its wait may take.
TEST(time_stands_still_with_the_run, (TmpDir& scratch, std::string test),
     cases("waits_for_a_while", "waits_isolated"), timeout(60)) {
  auto run = start_run(test, scratch);
  const auto [worker, service] = members(scratch);
  run.signal(SIGTSTP);
  EVENTUALLY(30, os::is_still(run.pid()));
  EVENTUALLY(10, os::is_still(worker));
  EVENTUALLY(10, os::is_still(service));
  CONSISTENTLY(6.5, os::is_still(run.pid()));
  CHECK(os::is_still(worker));
  CHECK(os::is_still(service));
  std::ofstream{scratch / "go"}.flush();
  run.signal(SIGCONT);
  const auto status = run.wait(Deadline::in(patience));
  REQUIRE(status.has_value());
  CHECK(status->code() == 0);
  const auto call = call_of(scratch / "events");
  CHECK(call.value("outcome", "") == "passed");
  CHECK(call.value("seconds", 1e9) < 6);
}

TEST(run_that_is_stopped_can_be_killed, (TmpDir& scratch), timeout(60)) {
  auto run = start_run("waits_for_a_while", scratch);
  const auto [worker, service] = members(scratch);
  run.signal(SIGTSTP);
  EVENTUALLY(30, os::is_still(run.pid()));
  run.signal(SIGKILL);
  EVENTUALLY(10, ::kill(worker, 0) != 0);
  EVENTUALLY(10, ::kill(service, 0) != 0);
}
