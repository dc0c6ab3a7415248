// What a test leaves behind although it and its fixtures are down: processes, files, descriptors,
// threads. Looking costs a few system calls where nothing has changed.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "testing/runner/left_descriptors.hpp"
#include "testing/runner/left_files.hpp"
#include "testing/runner/left_processes.hpp"
#include "testing/runner/threads.hpp"

namespace dyntest::runner {

class Leftovers {
 public:
  // All that there is now is accounted for. `init`: this process's, as it knows it.
  explicit Leftovers(pid_t init) : processes_{init}, files_{own_folders()} {}

  // After a fork.
  void start_anew();
  // A wide fixture is to be set up on this thread; `adopt` follows.
  void adopt_from_here() { threads_.adopt_from_here(); }
  // It has been set up: what it has begun is accounted for, too.
  void adopt();
  // A wide fixture is down: what has ended with it counts no longer.
  void forget_ended();

  struct Found {
    std::vector<std::string> lines;  // `left a process behind: …`
    bool stays = false;              // something of it cannot be ended but with this worker
  };
  // What has come and is still there, and is ended where it can be. `shares`: the test uses
  // fixtures that live on; what may be theirs is not told. `remedy`: what is done about threads and
  // descriptors, for the lines.
  Found take(bool shares, const char* remedy);

 private:
  Threads threads_;
  LeftProcesses processes_;
  LeftFiles files_;
  LeftDescriptors descriptors_;  // the last: with those of the others
};

}  // namespace dyntest::runner
