// A person in front of a terminal, inside a test: with a debugger, or where it has failed.
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <regex>
#include <string>

#include "conftest.hpp"
#include "foundation/os/fd.hpp"
#include "os_test_utils.hpp"
#include "places.hpp"
#include "transcript_test_utils.hpp"

namespace fs = std::filesystem;
namespace os = dyntest::os;

namespace {

const fs::path suite = fs::path{DYNTEST_SOURCE_DIR} / "tests/integration/toys/debugging";
const fs::path build = fs::path{DYNTEST_BINARY_DIR} / "toys/debugging";

// `dyntest` in a terminal of its own (script(1)); what it shows is in a file.
class Terminal {
 public:
  Terminal(const std::string& words, const TmpDir& scratch) : log_{scratch / "log"} {
    const os::Fd log{::open(log_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600)};
    // A shell that stayed above it would be interrupted too, and its exit status told.
    const std::string command = std::string{"exec "} + DYNTEST_BINARY_DIR +
                                "/dyntest --build-dir " + build.string() + " " + words;
    auto process = os::Process::start(
        {{"script", "-qec", command, "/dev/null"},
         {"TERM=xterm", "CI=", "BUILD_NUMBER=", "GO=" + (scratch / "go").string(),
          "DYNTEST_CACHE_DIR=" + (scratch / "cache").string()},
         suite,
         keys_.read_end.get(),
         log.get(),
         log.get()});
    REQUIRE(process.has_value());
    process_.emplace(std::move(*process));
  }

  void type(const std::string& keys) {
    REQUIRE(::write(keys_.write_end.get(), keys.data(), keys.size()) > 0);
  }
  bool shows(const std::string& text) const {
    return transcript::read_file(log_).find(text) != std::string::npos;
  }
  // The first group of the pattern, once it is there.
  std::string awaited(const char* pattern) const {
    std::smatch found;
    std::string text;
    EVENTUALLY(30,
               std::regex_search(text = transcript::read_file(log_), found, std::regex{pattern}));
    return found[1];
  }
  std::optional<int> exit_code() {
    const auto status = process_->wait(Deadline::in(patience));
    return status ? status->code() : std::nullopt;
  }

 private:
  Pipe keys_;
  fs::path log_;
  std::optional<os::Process> process_;
};

}  // namespace

// Longer than the test may take.
TEST(failed_test_is_kept_alive, (TmpDir& scratch, std::string key, int exit_code),
     cases(row("\n", 1).id("enter"), row("\x03", 2).id("ctrl_c")), timeout(60)) {
  Terminal terminal{"--keep-alive -n 2 -k 'fails_beside or is_next'", scratch};
  const pid_t service = std::stoi(terminal.awaited(R"(pid ([0-9]+)  sleep 1000)"));
  EVENTUALLY(10, terminal.shows("Enter tears it down"));
  CHECK(terminal.shows("fails_beside_a_service] tests/unit/test_unit_worker_debugging.cpp:"));
  CHECK(terminal.shows("fixtures: Service (session)"));
  CONSISTENTLY(1.5, ::kill(service, 0) == 0);
  CHECK(!terminal.shows("service down"));
  terminal.type(key);
  CHECK(terminal.exit_code() == exit_code);
  EVENTUALLY(10, ::kill(service, 0) != 0);
}

TEST(debugger_has_the_terminal, (TmpDir& scratch), timeout(120)) {
  if (::access("/usr/bin/gdb", X_OK) != 0) SKIP("gdb is not installed");
  Terminal terminal{"--debugger 'gdb -q -nx --args' -k waits_for_go", scratch};
  EVENTUALLY(30, terminal.shows("(gdb) "));
  terminal.type("run\n");
  EVENTUALLY(60, terminal.shows("waiting"));
  terminal.type("\x03");
  EVENTUALLY(60, terminal.shows("received signal SIGINT"));
  std::ofstream{scratch / "go"}.flush();
  terminal.type("continue\n");
  EVENTUALLY(60, terminal.shows("exited normally"));
  terminal.type("quit\n");
  CHECK(terminal.exit_code() == 0);
  CHECK(terminal.shows("1 passed"));
}
