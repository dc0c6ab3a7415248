// When files grow: who starts services knows so when each line of theirs has arrived, whoever has
// written it and without standing between them and their file.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "foundation/os/fd.hpp"

namespace dyntest::cell {

// To be polled: `fd` for at most `timeout_ms`, then `take`. What comes after a rest is seen at
// once; a file that grows without pause, every 10 ms.
class OutputWatch {
 public:
  // Watches this regular file, which the process `pid` was started with. One that is watched
  // already stays with the process it was first named for; one that cannot be watched is not. How
  // long it is now.
  std::uint64_t add(pid_t pid, const std::string& path);

  // -1: nothing to wait for just now.
  int fd() const;
  // Until there is again; -1 = there is, or never will be.
  int timeout_ms() const;
  // Those that have grown since, and how long they are now. Does not block.
  std::vector<std::pair<pid_t, std::uint64_t>> take();

 private:
  struct File {
    pid_t pid;
    std::string path;
    std::uint64_t bytes;
  };
  using Time = std::chrono::steady_clock::time_point;

  os::Fd inotify_;
  std::map<int, File> files_;  // by watch descriptor
  Time rest_until_;
};

}  // namespace dyntest::cell
