// What tests write with -s on several workers: it is there while they run, line by line.
#include <fcntl.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>

#include "conftest.hpp"
#include "foundation/os/fd.hpp"
#include "transcript_test_utils.hpp"

namespace fs = std::filesystem;
namespace os = dyntest::os;

namespace {

const fs::path suite = fs::path{DYNTEST_SOURCE_DIR} / "tests/integration/toys/written";
const fs::path build = fs::path{DYNTEST_BINARY_DIR} / "toys/written";

// Of these tests on two workers; the console goes into `log`.
os::Process start_run(const std::string& tests, const TmpDir& scratch) {
  const os::Fd log{::open((scratch / "log").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600)};
  auto process = os::Process::start(
      {{std::string{DYNTEST_BINARY_DIR} + "/dyntest", "--build-dir", build, "-k", tests, "-s", "-n",
        "2", "--slow-after", "0"},
       {"GO=" + (scratch / "go").string(), "DYNTEST_CACHE_DIR=" + (scratch / "cache").string()},
       suite,
       -1,
       log.get(),
       log.get()});
  REQUIRE(process.has_value());
  return std::move(*process);
}

}  // namespace

TEST(line_is_there_while_its_test_runs, (TmpDir& scratch), timeout(60)) {
  auto run = start_run("waits_in_a_line", scratch);
  EVENTUALLY(30, transcript::read_file(scratch / "log").find("] whole\n") != std::string::npos);
  CHECK(transcript::read_file(scratch / "log").find("half") == std::string::npos);
  std::ofstream{scratch / "go"}.flush();
  REQUIRE(run.wait(Deadline::in(patience))->success());
  CHECK(transcript::read_file(scratch / "log")
            .find("[w1 waits_in_a_line] whole\n[w1 waits_in_a_line] half and half\n") !=
        std::string::npos);
}

TEST(lines_of_two_workers_are_whole, (TmpDir& scratch), timeout(60)) {
  REQUIRE(start_run("writes_much", scratch).wait(Deadline::in(patience))->success());
  std::istringstream log{transcript::read_file(scratch / "log")};
  const std::regex whole{R"(\[w[0-9]+ writes_much\[(a|b)\]\] \1{300})"};
  int lines = 0;
  for (std::string line; std::getline(log, line);) lines += std::regex_match(line, whole) ? 1 : 0;
  CHECK(lines == 1000);
}
