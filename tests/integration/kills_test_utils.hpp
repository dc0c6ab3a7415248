// A run of toy `killed` in a folder of its own: its parts while it lasts, and what is left of it
// afterwards. Parts are found by the run's tag in their environment and by their role, never by
// name alone.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "foundation/base/deadline.hpp"
#include "foundation/os/process.hpp"

namespace kills {

enum class Part { controller, keeper, init, worker, service };

// By node id.
struct Verdict {
  std::string outcome;  // of the phase that decided: `passed`, `failed`, `skipped`, …
  std::string message;  // of its last failure
};
using Verdicts = std::map<std::string, Verdict>;

class Run {
 public:
  // Starts it; its suite, reports, cache and temporary files are all in `folder`, which is made.
  explicit Run(std::filesystem::path folder);

  dyntest::os::Process& process() { return process_; }
  // SIGKILL to one process that plays this part; false if there is none now. `choice` says which.
  bool kill(Part part, std::uint64_t choice);

  // Processes, zombies and temporary files of the run that are there now, a line each.
  std::string leftovers() const;
  // What is wrong with the reports and the cache: a report that is there must be whole. Empty =
  // nothing.
  std::string damage() const;
  // As the event log tells them. A test without exactly one verdict, in the log or in JUnit, is
  // a failure of the calling test.
  Verdicts verdicts() const;
  std::string console() const;
  std::filesystem::path junit() const { return folder_ / "reports/junit.xml"; }

 private:
  struct Member {
    pid_t pid;
    pid_t parent;
    std::string command;  // its words, a space behind each
  };
  std::vector<Member> members() const;
  bool plays(Part part, const Member& member, const std::vector<Member>& all) const;

  std::filesystem::path folder_;
  dyntest::os::Process process_;
  std::string tag_;          // with which an entry of its processes' environment begins
  std::vector<pid_t> seen_;  // its processes when one was killed
};

}  // namespace kills
