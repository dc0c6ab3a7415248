// What tests write with -s on several workers: it is there while they run, line by line.
#include <fstream>
#include <regex>
#include <sstream>
#include <string>

#include "conftest.hpp"
#include "toy_test_utils.hpp"
#include "transcript_test_utils.hpp"

namespace os = dyntest::os;

namespace {

// Of these tests on two workers.
os::Process start_run(const std::string& tests, const TmpDir& scratch) {
  return toys::start("written", {"-k", tests, "-s", "-n", "2", "--slow-after", "0"},
                     scratch.path());
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
