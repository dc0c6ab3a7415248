// Graphs of tests by chance (toy `graph`): whatever runs side by side, and in whatever order, no
// test begins before those that it depends on have ended and passed, and who need not be skipped
// is not.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "conftest.hpp"
#include "foundation/os/process.hpp"
#include "testing/builtin/rng.hpp"
#include "testing/builtin/tmp_dir.hpp"
#include "toy_test_utils.hpp"
#include "transcript_test_utils.hpp"

using dyntest::builtin::Rng;
using dyntest::builtin::TmpDir;
namespace fs = std::filesystem;
namespace os = dyntest::os;

namespace {

using Json = nlohmann::json;

struct Told {
  std::vector<std::string> after;  // ids
  std::string outcome = "passed";
  std::string reason;
};

// What the event log tells of each test, by its id.
std::map<std::string, Told> read_log(const fs::path& log) {
  std::map<std::string, Told> tests;
  std::istringstream lines{transcript::read_file(log)};
  for (std::string line; std::getline(lines, line);) {
    const auto event = Json::parse(line);
    if (event["event"] == "collection_finished")
      for (const auto& item : event["selected"]) {
        const std::string repetition =
            item.contains("repetition") ? fmt::format(" #{}", item["repetition"].get<int>()) : "";
        auto& test = tests[item["id"].get<std::string>()];
        for (const auto& mark : item.value("marks", Json::array()))
          if (mark["name"] == "depends_on")
            test.after.push_back(mark["arguments"][0]["value"].get<std::string>() + repetition);
      }
    if (event["event"] != "phase_finished" || event["outcome"] == "passed") continue;
    tests[event["id"]].outcome = event["outcome"];
    tests[event["id"]].reason = event.value("reason", "");
  }
  return tests;
}

// Of a test of its own file the name alone.
std::string name_by(const std::string& id, const std::string& other) {
  const auto file = id.substr(0, id.find("::") + 2);
  return other.starts_with(file) ? other.substr(file.size()) : other;
}

void check_trace(const fs::path& trace, const std::map<std::string, Told>& tests) {
  std::set<std::string> begun;
  std::set<std::string> ended;
  std::istringstream lines{transcript::read_file(trace)};
  for (std::string line; std::getline(lines, line);) {
    const auto id = line.substr(line.find(' ') + 1);
    NOTE(line);
    if (line.starts_with("end")) {
      CHECK(ended.insert(id).second);
      continue;
    }
    CHECK(begun.insert(id).second);
    for (const auto& other : tests.at(id).after) {
      CHECK(ended.contains(other));
      CHECK(tests.at(other).outcome == "passed");
    }
  }
  for (const auto& [id, test] : tests) {
    NOTE(id);
    CHECK(begun.contains(id) == (test.outcome != "skipped"));
    if (test.outcome != "skipped") continue;
    std::string reason;
    for (const auto& other : test.after)
      if (const auto& outcome = tests.at(other).outcome; outcome != "passed" && reason.empty())
        reason = fmt::format("depends on {}, which {}{}", name_by(id, other),
                             outcome == "skipped" ? "was " : "", outcome);
    CHECK(test.reason == reason);
  }
}

}  // namespace

// The second run of a graph knows how long its tests take, and so is cut into other pieces.
TEST(no_test_begins_before_what_it_depends_on, (TmpDir& scratch, Rng& rng, std::string options),
     cases(row("-n 1").id("one_worker"), row("-n 4").id("four_workers"),
           row("-n 4 --shuffle").id("shuffled"), row("-n 3 --isolate").id("isolated"),
           row("-n 4 --dist loadfile").id("whole_files")),
     timeout(300)) {
  const fs::path& folder = scratch.path();
  toys::copy("graph", {"toy_graph_unit", "toy_graph_integration"}, folder);
  for (int round = 0; round < 3; ++round) {
    const auto seed = rng.below(1'000'000);
    NOTE(seed);
    for (const char* name : {"first", "second"}) {
      const auto trace = folder / fmt::format("{}_{}", name, round);
      const auto log = folder / fmt::format("{}_{}.jsonl", name, round);
      std::vector<std::string> command{transcript::programs() / "dyntest",
                                       "--build-dir",
                                       folder / "build",
                                       "--report-log",
                                       log,
                                       "--visible",
                                       folder};
      std::istringstream words{options};
      for (std::string word; words >> word;) command.push_back(word);
      auto process = os::Process::start({command,
                                         {fmt::format("GRAPH_SEED={}", seed),
                                          "GRAPH_TRACE=" + trace.string(), "DYNTEST_PROFILE="},
                                         folder / "suite"});
      REQUIRE(process.has_value());
      const auto status = process->wait(Deadline::in(patience));
      REQUIRE(status.has_value());
      CHECK(status->code().value_or(-1) <= 1);
      CHECK(status->code().has_value());
      check_trace(trace, read_log(log));
    }
  }
}
