// Stops whatever descends from this process, and lets it go on: by SIGSTOP and SIGCONT, process by
// process, so that it does not matter which session or group one has made for itself. For an init
// (cell/init.hpp), to which everything below it is orphaned: nothing gets away.
//
// A process's own clocks run on meanwhile; those of ours do not (base/clock.hpp).
#pragma once

#include <sys/types.h>

#include <set>

namespace dyntest::cell {

class Freezer {
 public:
  // Returns when none of our descendants runs any more. Waits a second at most: what cannot be
  // stopped just now will stop when it can.
  void freeze();
  // Those that freeze has stopped go on. What was stopped before stays so.
  void thaw();
  bool is_frozen() const { return frozen_; }

 private:
  std::set<pid_t> stopped_;
  bool frozen_ = false;
};

// Stops this process as the terminal's Ctrl-Z does: returns when somebody has sent SIGCONT, and at
// once where nobody could (an orphaned process group). SIGTSTP must be blocked, and stays so.
void stop_ourselves();

}  // namespace dyntest::cell
