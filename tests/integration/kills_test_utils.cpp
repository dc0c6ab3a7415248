#include "kills_test_utils.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/syscall.h>
#include <tinyxml2.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "conftest.hpp"
#include "foundation/os/fd.hpp"
#include "foundation/os/whole_file.hpp"
#include "toy_test_utils.hpp"
#include "transcript_test_utils.hpp"

namespace kills {
namespace fs = std::filesystem;
namespace os = dyntest::os;
namespace {

using Json = nlohmann::json;

void copy_suite(const fs::path& folder) {
  fs::create_directories(folder / "tmp");
  toys::copy("killed", {"toy_killed_integration"}, folder);
}

os::Process start(const fs::path& folder) {
  const os::Fd log{
      ::open((folder / "console").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)};
  auto process = os::Process::start(
      {{transcript::programs() / "dyntest", "-n", "2", "-v", "--build-dir", folder / "build",
        "--junitxml", folder / "reports/junit.xml", "--report-log", folder / "reports/log.jsonl"},
       {"TMPDIR=" + (folder / "tmp").string(), "NATS_SERVER=", "DYNTEST_PROFILE="},
       folder / "suite",
       -1,
       log.get(),
       log.get()});
  REQUIRE(process.has_value());
  return std::move(*process);
}

// Empty if the process is gone.
std::string proc_file(pid_t pid, const char* name) {
  auto text = os::read_whole_file(fmt::format("/proc/{}/{}", pid, name));
  return text ? *text : "";
}

// Of /proc/<pid>/stat: behind the name, which may hold anything.
std::pair<char, pid_t> state_and_parent(pid_t pid) {
  const std::string stat = proc_file(pid, "stat");
  std::istringstream rest{stat.substr(std::min(stat.rfind(')') + 1, stat.size()))};
  std::pair<char, pid_t> found{' ', 0};
  rest >> found.first >> found.second;
  return found;
}

// The environment that the process was executed with has an entry that begins so.
bool carries(pid_t pid, const std::string& tag) {
  return ('\0' + proc_file(pid, "environ")).find('\0' + tag) != std::string::npos;
}

bool is_temporary(const fs::path& file) {
  return file.extension() == ".tmp" && file.filename().string().starts_with('.');
}

std::string xml_damage(const fs::path& file) {
  tinyxml2::XMLDocument document;
  const auto parsed = document.LoadFile(file.c_str());
  return parsed == tinyxml2::XML_SUCCESS ? "" : fmt::format("{}: half\n", file.string());
}

std::string lines_damage(const fs::path& file) {
  const std::string text = transcript::read_file(file);
  if (!text.empty() && text.back() != '\n')
    return fmt::format("{}: its last line is cut\n", file.string());
  std::istringstream lines{text};
  for (std::string line; std::getline(lines, line);)
    if (!Json::accept(line)) return fmt::format("{}: {}\n", file.string(), line);
  return "";
}

bool decides(const Json& phase) {
  const std::string outcome = phase["outcome"];
  return phase["phase"] == "call" || outcome != "passed";
}

}  // namespace

Run::Run(fs::path folder)
    : folder_{std::move(folder)}, process_{(copy_suite(folder_), start(folder_))} {
  const char* outer = std::getenv("DYNTEST_RUN_ID");
  tag_ = fmt::format("DYNTEST_RUN_ID={}{}-", outer == nullptr ? "" : fmt::format("{}/", outer),
                     process_.pid());
}

std::vector<Run::Member> Run::members() const {
  std::vector<Member> all;
  for (const auto& entry : fs::directory_iterator{"/proc"}) {
    const pid_t pid = std::atoi(entry.path().filename().c_str());
    if (pid <= 0 || !carries(pid, tag_)) continue;
    Member member{pid, state_and_parent(pid).second, proc_file(pid, "cmdline")};
    std::ranges::replace(member.command, '\0', ' ');
    all.push_back(std::move(member));
  }
  return all;
}

bool Run::plays(Part part, const Member& member, const std::vector<Member>& all) const {
  const auto parent_plays = [&](Part role) {
    return std::ranges::any_of(all, [&](const Member& other) {
      return other.pid == member.parent && plays(role, other, all);
    });
  };
  const auto has = [&](const char* word) { return member.command.find(word) != std::string::npos; };
  switch (part) {
    case Part::controller:
      return false;  // it does not carry the tag
    case Part::keeper:
      return has("--dyntest-keeper") && member.parent == process_.pid();
    case Part::init:  // forked by the keeper, so it has its words
      return has("--dyntest-keeper") && parent_plays(Part::keeper);
    case Part::worker:  // LeakSanitizer clones it for a moment, and never notices the clone's death
      return has("--dyntest-worker") && parent_plays(Part::init);
    case Part::service:
      return has("nats-server ");
  }
  return false;
}

bool Run::kill(Part part, std::uint64_t choice) {
  const auto all = members();
  for (const auto& member : all) seen_.push_back(member.pid);
  if (part == Part::controller) {  // a signal also reaches one that has just ended
    process_.signal(SIGKILL);
    return process_.wait(dyntest::base::Deadline::in(patience))->signal() == SIGKILL;
  }
  std::vector<pid_t> players;
  for (const auto& member : all)
    if (plays(part, member, all)) players.push_back(member.pid);
  if (players.empty()) return false;
  const pid_t victim = players[choice % players.size()];
  const os::Fd pidfd{static_cast<int>(::syscall(SYS_pidfd_open, victim, 0))};
  return pidfd && carries(victim, tag_) &&  // its number is not somebody else's meanwhile
         ::syscall(SYS_pidfd_send_signal, pidfd.get(), SIGKILL, nullptr, 0) == 0;
}

std::string Run::leftovers() const {
  std::string found;
  for (const auto& member : members())
    found += fmt::format("process {}: {}\n", member.pid, member.command);
  for (const pid_t pid : seen_)
    if (state_and_parent(pid).first == 'Z') found += fmt::format("zombie {}\n", pid);
  for (const auto& entry : fs::directory_iterator{folder_ / "tmp"})
    found += entry.path().string() + "\n";
  for (const auto& entry : fs::recursive_directory_iterator{folder_ / "suite"})
    if (is_temporary(entry.path())) found += entry.path().string() + "\n";
  if (fs::exists(folder_ / "reports"))
    for (const auto& entry : fs::directory_iterator{folder_ / "reports"})
      if (is_temporary(entry.path())) found += entry.path().string() + "\n";
  return found;
}

std::string Run::damage() const {
  std::string found;
  if (fs::exists(junit())) found += xml_damage(junit());
  if (const auto log = folder_ / "reports/log.jsonl"; fs::exists(log)) found += lines_damage(log);
  const auto cache = folder_ / "suite/.dyntest_cache";
  if (!fs::exists(cache)) return found;
  for (const auto& entry : fs::recursive_directory_iterator{cache}) {
    const bool is_json = entry.path().extension() == ".json" ||
                         entry.path().string().starts_with((cache / "v").string());
    if (entry.is_regular_file() && is_json && !is_temporary(entry.path()) &&
        !Json::accept(transcript::read_file(entry.path())))
      found += entry.path().string() + ": half\n";
  }
  return found;
}

Verdicts Run::verdicts() const {
  Verdicts verdicts;
  std::map<std::string, int> ends;  // of each selected test
  std::istringstream lines{transcript::read_file(folder_ / "reports/log.jsonl")};
  for (std::string line; std::getline(lines, line);) {
    const auto event = Json::parse(line);
    if (event["event"] == "collection_finished")
      for (const auto& item : event["selected"]) ends[item["id"]] = 0;
    if (event["event"] == "test_finished") ++ends[event["id"]];
    if (event["event"] != "phase_finished" || !decides(event)) continue;
    auto& verdict = verdicts[event["id"]];
    verdict.outcome = event["outcome"];
    if (event.contains("failures")) verdict.message = event["failures"].back()["message"];
  }
  for (const auto& [id, count] : ends) {
    NOTE(id);
    CHECK(count == 1);
    CHECK(verdicts.contains(id));
  }
  tinyxml2::XMLDocument report;
  CHECK(report.LoadFile(junit().c_str()) == tinyxml2::XML_SUCCESS);
  std::set<std::string> names;
  std::size_t cases = 0;
  const auto* suites = report.FirstChildElement("testsuites");
  REQUIRE(suites != nullptr);
  for (const auto* one = suites->FirstChildElement("testsuite")->FirstChildElement("testcase");
       one != nullptr; one = one->NextSiblingElement("testcase"), ++cases)
    names.insert(fmt::format("{} {}", one->Attribute("classname"), one->Attribute("name")));
  CHECK(names.size() == ends.size());
  CHECK(cases == ends.size());
  return verdicts;
}

std::string Run::console() const { return transcript::read_file(folder_ / "console"); }

}  // namespace kills
