// What an init has started for its program, when it wrote and how it ended: a line each in a file
// of the run's folder, for who looks at a test that has failed. Processes that those have started
// in turn are not in it.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/os/fd.hpp"
#include "foundation/os/process.hpp"
#include "foundation/os/spawn.hpp"

namespace dyntest::cell {

// How long an output was at a moment.
struct OutputSize {
  std::chrono::steady_clock::time_point at;
  std::uint64_t bytes;
};

struct ServiceRecord {
  pid_t pid = 0;
  std::string command;  // its words, a blank between
  std::string folder;   // its working directory
  std::string output;   // the file that its stdout, or else its stderr, went to; empty = no file
  std::optional<os::ExitStatus> ended;            // none: it runs
  std::chrono::steady_clock::time_point at = {};  // when it ended
  std::vector<OutputSize> arrivals = {};          // whenever its output was seen to grow
};

// The file that its stdout, or else its stderr, goes to; empty = no regular file.
std::string output_of(const os::Spawn& what);

// Written by the init that goes by this name (`init` below). Nothing is said where there is no
// run's folder, or no room on its disk.
class ServiceBook {
 public:
  explicit ServiceBook(pid_t name) : name_{name} {}

  void started(pid_t pid, const os::Spawn& what, std::string_view output);
  void wrote(pid_t pid, std::uint64_t bytes);
  void ended(pid_t pid, os::ExitStatus status);

 private:
  void write(std::string_view line);

  pid_t name_;
  os::Fd file_;
};

// In the order in which they were started. `init`: as those outside its cell know it; what it has
// started is named as within.
std::vector<ServiceRecord> services_of(pid_t init);

}  // namespace dyntest::cell
