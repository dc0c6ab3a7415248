// However a run ends, nothing of it is left: no process that carries its id, no file of it, and the
// JUnit file is well-formed or not there.
#include <dirent.h>
#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "conftest.hpp"
#include "places.hpp"
#include "toy_test_utils.hpp"
#include "transcript_test_utils.hpp"

namespace fs = std::filesystem;
namespace os = dyntest::os;

namespace {

const fs::path suite = fs::path{DYNTEST_SOURCE_DIR} / "tests/integration/toys/endings";
const fs::path build = fs::path{DYNTEST_BINARY_DIR} / "toys/endings";

// Command lines of processes whose environment carries the run's id.
std::vector<std::string> processes_of(const std::string& run_id) {
  std::vector<std::string> found;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator{"/proc", ignored}) {
    if (!std::isdigit(static_cast<unsigned char>(entry.path().filename().string()[0]))) continue;
    const auto environment = transcript::read_file(entry.path() / "environ");
    if (environment.find("DYNTEST_RUN_ID=" + run_id) == std::string::npos) continue;
    auto command = transcript::read_file(entry.path() / "cmdline");
    std::ranges::replace(command, '\0', ' ');
    if (!command.empty()) found.push_back(entry.path().filename().string() + ": " + command);
  }
  return found;
}

std::vector<std::string> files_in(const fs::path& folder) {
  std::vector<std::string> files;
  for (const auto& entry : fs::directory_iterator{folder}) files.push_back(entry.path());
  return files;
}

// Waits until nothing of the run is left.
void check_nothing_is_left(const std::string& run_id, const fs::path& scratch) {
  EVENTUALLY(10, processes_of(run_id) == std::vector<std::string>{});
  EVENTUALLY(10, files_in(scratch / "tmp") == std::vector<std::string>{});
  std::string shared_memory;
  for (const auto& file : files_in("/dev/shm"))
    if (file.find("dyntest") != std::string::npos) shared_memory += file + " ";
  CHECK(shared_memory == "");
}

void check_reports(const fs::path& scratch) {
  const auto log = transcript::read_file(scratch / "log");
  CHECK(log.find(" in ") != std::string::npos);  // the summary line
  auto lint = os::Process::start({{"xmllint", "--noout", scratch / "out.xml"}, {}, {}});
  REQUIRE(lint.has_value());
  CHECK(lint->wait(Deadline::in(patience))->success());
}

std::ptrdiff_t count_of(const std::string& text, const std::string& what) {
  std::ptrdiff_t count = 0;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++count;
  return count;
}

os::Process start_run(const std::string& test, const fs::path& scratch) {
  fs::create_directory(scratch / "tmp");
  return toys::start("endings", {"-k", test, "--junitxml", scratch / "out.xml"}, scratch,
                     {"TMPDIR=" + (scratch / "tmp").string()});
}

}  // namespace

TEST(leaves_nothing, (TmpDir& scratch, std::string test, int signal, int exit_code),
     cases(row("passes", 0, 0).id("pass"), row("fails", 0, 1).id("fail"),
           row("segfaults", 0, 1).id("segv"), row("calls_exit", 0, 1).id("exit"),
           row("times_out", 0, 1).id("timeout"),
           row("waits_in_setup", SIGINT, 2).id("sigint_in_setup"),
           row("waits_in_call", SIGINT, 2).id("sigint_in_call"),
           row("waits_in_teardown", SIGINT, 2).id("sigint_in_teardown"),
           row("waits_in_call", SIGTERM, 2).id("sigterm"),
           row("waits_in_call", SIGKILL, -1).id("sigkill_of_the_controller")),
     timeout(60)) {
  auto run = start_run(test, scratch.path());
  EVENTUALLY(30, fs::exists(scratch / "ready") || run.ended().has_value());
  const auto id = transcript::read_file(scratch / "ready");
  REQUIRE(!id.empty());
  if (signal != 0) run.signal(signal);
  const auto status = run.wait(Deadline::in(patience));
  REQUIRE(status.has_value());
  NOTE(transcript::read_file(scratch / "log"));
  CHECK(status->code().value_or(-1) == exit_code);

  check_nothing_is_left(id, scratch.path());
  if (signal == SIGKILL)
    CHECK(!fs::exists(scratch / "out.xml"));
  else
    check_reports(scratch.path());
}

// Teardowns run, also those of wider fixtures, unless the test does not come back.
TEST(one_signal_ends_orderly, (TmpDir& scratch, std::string test, int signal, bool torn_down),
     cases(row("waits_with_a_witness", SIGINT, true).id("sigint"),
           row("waits_with_a_witness", SIGTERM, true).id("sigterm"),
           row("does_not_listen", SIGINT, false).id("sigint_unheard"),
           row("does_not_listen", SIGTERM, false).id("sigterm_unheard"),
           row("does_not_listen_in_teardown", SIGTERM, false).id("sigterm_unheard_in_teardown")),
     timeout(60)) {
  auto run = start_run(test, scratch.path());
  EVENTUALLY(30, fs::exists(scratch / "ready"));
  const auto id = transcript::read_file(scratch / "ready");
  run.signal(signal);
  const auto status = run.wait(Deadline::in(patience));
  REQUIRE(status.has_value());
  CHECK(status->code() == 2);
  CHECK(fs::exists(scratch / "ready.torn_down") == torn_down);
  check_nothing_is_left(id, scratch.path());
  check_reports(scratch.path());
}

// The run above would last until its deadline, some seconds from the first signal on.
TEST(second_signal_ends_now, (TmpDir& scratch, int first, int second),
     cases(row(SIGINT, SIGINT).id("sigint_sigint"), row(SIGTERM, SIGINT).id("sigterm_sigint")),
     timeout(60)) {
  auto run = start_run("does_not_listen_in_teardown", scratch.path());
  EVENTUALLY(30, fs::exists(scratch / "ready"));
  const auto id = transcript::read_file(scratch / "ready");
  run.signal(first);
  EVENTUALLY(30, fs::exists(scratch / "ready.tearing_down"));
  const auto begin = dyntest::base::Clock::now();
  run.signal(second);
  const auto status = run.wait(Deadline::in(patience));
  CHECK(dyntest::base::seconds_since(begin) < 4);
  REQUIRE(status.has_value());
  CHECK(status->code() == 2);
  check_nothing_is_left(id, scratch.path());
  check_reports(scratch.path());
}

// Descriptors are too few for that.
TEST(run_that_cannot_start_its_keeper_leaves_no_folder, (TmpDir& scratch), timeout(120)) {
  fs::create_directory(scratch / "tmp");
  for (int limit = 4; limit < 10; ++limit) {
    NOTE(limit);
    auto run = os::Process::start(
        {{"sh", "-c", fmt::format("ulimit -n {}; exec \"$@\"", limit), "sh",
          std::string{DYNTEST_BINARY_DIR} + "/dyntest", "--build-dir", build, "-k", "fails", "-q"},
         {"TMPDIR=" + (scratch / "tmp").string(), "READY=" + (scratch / "ready").string(),
          "DYNTEST_CACHE_DIR=" + (scratch / "cache").string()},
         suite});
    REQUIRE(run.has_value());
    REQUIRE(run->wait(Deadline::in(patience)).has_value());
    EVENTUALLY(10, files_in(scratch / "tmp") == std::vector<std::string>{});
  }
}

TEST(says_what_runs_when_asked, (TmpDir& scratch), timeout(60)) {
  auto run = start_run("waits_in_call", scratch.path());
  EVENTUALLY(30, fs::exists(scratch / "ready") || run.ended().has_value());
  const auto said = [&](const char* what) {
    return count_of(transcript::read_file(scratch / "log"), what);
  };
  while (said("pause_for") == 0) {  // when it is asked first, it may be on its way there
    const auto before = said("\nRUNNING ");
    run.signal(SIGUSR1);
    EVENTUALLY(30, said("\nRUNNING ") > before);
  }
  const auto log = transcript::read_file(scratch / "log");
  CHECK(log.find("\nRUNNING 1 test; 0 of 1 done\nw1 call ") != std::string::npos);
  CHECK(log.find("Runaways (session)") != std::string::npos);
  CHECK(log.find("\n   thread ") != std::string::npos);
  run.signal(SIGINT);
  CHECK(run.wait(Deadline::in(patience)).has_value());
}
