#include "transcript_test_utils.hpp"

#include <fcntl.h>

#include <chrono>
#include <fstream>
#include <regex>
#include <sstream>
#include <stdexcept>

#include "foundation/os/fd.hpp"
#include "foundation/os/process.hpp"
#include "places.hpp"

namespace transcript {
namespace fs = std::filesystem;

const std::vector<std::string> environment{"COLUMNS=100",
                                           "NO_COLOR=1",
                                           "CI=",
                                           "BUILD_NUMBER=",
                                           "DYNTEST_REQUIRE=",
                                           "DYNTEST_PROFILE=",
                                           "LC_ALL=C.UTF-8",
                                           "TEST_TOTAL_SHARDS=",
                                           "TEST_SHARD_INDEX=",
                                           "TEST_SHARD_STATUS_FILE=",
                                           "GTEST_TOTAL_SHARDS=",
                                           "GTEST_SHARD_INDEX=",
                                           "GTEST_SHARD_STATUS_FILE="};

namespace {

using dyntest::base::Deadline;
namespace os = dyntest::os;

// Which worker runs a test must not depend on what took how long before. What a transcript's tests
// and its other commands hand each other is in the scratch folder.
void write_wrapper(const Place& place) {
  fs::create_directories(place.scratch / "bin");
  const fs::path wrapper = place.scratch / "bin/dyntest";
  std::ofstream{wrapper}
      << "#!/bin/sh\n"
      << "case \"$1\" in report | init) ;; *) set -- --dist loadfile --slow-after 0 --visible "
      << place.scratch.string() << " --build-dir " << place.build_folder.string()
      << " \"$@\" ;; esac\n"
      << "exec " << (programs() / "dyntest").string() << " \"$@\"\n";
  fs::permissions(wrapper, fs::perms::owner_all);
}

void replace_all(std::string& text, const std::string& what, const std::string& with) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
}

// As debug information has it: cmake/dyntest_paths.cmake.
std::string compiled(const fs::path& path) {
  return "/dyntest/" + path.lexically_relative(DYNTEST_SOURCE_DIR).string();
}

std::string without_paths(std::string text, const Place& place) {
  replace_all(text, compiled(place.suite), "/suite");
  replace_all(text, compiled(place.build_folder), "/build");
  replace_all(text, place.suite, "/suite");
  replace_all(text, place.scratch, "/scratch");
  replace_all(text, place.build_folder, "/build");
  replace_all(text, DYNTEST_SOURCE_DIR, "/dyntest");
  return text;
}

std::string type(const std::string& line, const Place& place) {
  const fs::path output = place.scratch / "output";
  const os::Fd file{::open(output.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)};
  os::Command command{{"sh", "-c", line}, environment, place.suite, -1, file.get(), file.get()};
  command.environment.push_back("SCRATCH=" + place.scratch.string());
  command.environment.push_back("DYNTEST_CACHE_DIR=" + (place.scratch / "cache").string());
  command.environment.push_back("BUILD=" + place.build_folder.string());
  command.environment.push_back("PATH=" + (place.scratch / "bin").string() + ":" +
                                std::getenv("PATH"));
  auto process = os::Process::start(command);
  if (!process) throw std::runtime_error{process.error().text()};
  const auto status = process->wait(Deadline::in(std::chrono::minutes{2}));
  const auto code = status ? status->code() : std::nullopt;
  return without_paths(read_file(output), place) +
         (code ? "[exit " + std::to_string(*code) + "]\n" : "[" + status->text() + "]\n");
}

std::string replace(std::string text, const char* pattern, const char* with) {
  return std::regex_replace(
      text, std::regex{pattern, std::regex::ECMAScript | std::regex::multiline}, with);
}

}  // namespace

fs::path programs() {
  const char* others = std::getenv("DYNTEST_UNDER_TEST");
  return others == nullptr ? DYNTEST_BINARY_DIR : others;
}

std::string read_file(const fs::path& path) {
  std::ifstream file{path};
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string mask(std::string masked) {
  // The rule around a time depends on how many digits it has.
  masked = replace(masked, "^=+ (.*) in [0-9.]+s( \\([0-9:]+\\))? =+$", "==== $1 in 0.00s ====");
  masked = replace(masked, "^\x1b\\[3[0-9]m=+ (.*) in [0-9.]+s(.*) =+\x1b\\[0m$",
                   "==== $1 in 0.00s$2 ====");
  masked = replace(masked, "in [0-9]+\\.[0-9][0-9]s", "in 0.00s");
  masked = replace(masked, "\\+0x[0-9a-f]+\\)", "+0xOFFSET)");
  masked = replace(masked, "0x[0-9a-f]{6,}", "0xADDRESS");
  masked = replace(masked, "==[0-9]+==", "==PID==");
  masked = replace(masked, "\\(pid=[0-9]+\\)", "(pid=PID)");
  masked = replace(masked, "\\(pid [0-9]+\\)", "(pid N)");
  masked = replace(masked, " time=\"[0-9.]+\"", " time=\"0.000\"");
  masked = replace(masked, "cell: (full|processes|off)[^\"\n]*", "cell: LEVEL");
  masked = replace(masked, "/[^ ]+/cell-[0-9]+/", "/tmp/");
  masked = replace(masked, "/tmp/dyntest-[A-Za-z0-9]{6}/tmp-[A-Za-z0-9]{6}/", "/tmp/TMP/");
  masked = replace(masked, "timestamp=\"[^\"]+\" hostname=\"[^\"]+\"",
                   "timestamp=\"NOW\" hostname=\"HERE\"");
  masked = replace(masked, " timestamp=\"[0-9T:.-]+\"", " timestamp=\"NOW\"");
  masked = replace(masked, "\\([0-9]+ ms( total)?\\)$", "(0 ms$1)");
  masked = replace(masked, "after [0-9.e-]+ s \\([0-9]+ tr(y|ies)\\)", "after N s (N tries)");
  masked = replace(masked, "^(E? *)[0-9]+\\.[0-9][0-9]s  (.*) \\(×[0-9]+\\)$", "$010.00s  $2 (×N)");
  masked = replace(masked, "^[0-9]+\\.[0-9][0-9]s (setup|call|teardown) ", "0.00s $1 ");
  masked = replace(masked, "thread [0-9]+:", "thread N:");
  masked = replace(masked, "by thread T[0-9]+", "by thread T");
  masked = replace(masked, "again: dyntest --build-dir [^ ]+", "again: dyntest");
  masked = replace(masked, "(again\"?: ?\"?dyntest.*) --visible [^ ]+", "$1");
  masked = replace(masked, "(again\"?: ?\"?dyntest .*--seed) [0-9]+", "$1 SEED");
  masked = replace(masked, "cache from [0-9:]+ ago", "cache from AGO ago");
  masked = replace(masked, "\"last_ended\": [0-9]+", "\"last_ended\": WHEN");
  masked = replace(masked, "\\+[0-9]+\\.[0-9]{3}s ", "+0.000s ");
  masked = replace(masked, "Failed: http://127\\.0\\.0\\.1:[0-9]+", "Failed: http://SERVER");
  return masked;
}

std::string replay(const std::string& transcript, const Place& place) {
  write_wrapper(place);
  std::string replayed;
  std::istringstream lines{transcript};
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with("$ ")) replayed += line + "\n" + type(line.substr(2), place);
  return replayed;
}

}  // namespace transcript
