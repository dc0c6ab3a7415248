// What an init has started for its program, and how it ended: a line each in a file of the run's
// folder, for who looks at a test that has failed. Processes that those have started in turn are
// not in it.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/os/fd.hpp"
#include "foundation/os/process.hpp"
#include "foundation/os/spawn.hpp"

namespace dyntest::os {

struct ServiceRecord {
  pid_t pid = 0;
  std::string command;  // its words, a blank between
  std::string folder;   // its working directory
  std::string output;   // the file that its stdout, or else its stderr, went to; empty = no file
  std::optional<ExitStatus> ended;                // none: it runs
  std::chrono::steady_clock::time_point at = {};  // when it ended
};

// Written by init. Nothing is said where there is no run's folder, or no room on its disk.
class ServiceBook {
 public:
  void started(pid_t pid, const Spawn& what);
  void ended(pid_t pid, ExitStatus status);

 private:
  void write(std::string_view line);

  Fd file_;
};

// In the order in which they were started.
std::vector<ServiceRecord> services_of(pid_t init);

}  // namespace dyntest::os
