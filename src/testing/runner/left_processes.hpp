// Which processes a test has left behind: those that it has forked itself, and those that have lost
// their parents and have come to the worker's init. What somebody still has a handle of is in use.
#pragma once

#include <sys/types.h>

#include <set>
#include <string>
#include <vector>

#include "foundation/base/deadline.hpp"
#include "foundation/os/fd.hpp"

namespace dyntest::runner {

class LeftProcesses {
 public:
  // `init`: as this process knows it. All that there is now is accounted for. A process that is
  // about to end by itself gets `grace` for it.
  explicit LeftProcesses(pid_t init, base::Duration grace = std::chrono::milliseconds{200});

  // After a fork: this process has children of its own.
  void start_anew();
  // Whatever is there now is accounted for.
  void adopt();

  // A line for each, with its command and where it comes from; when this returns, they and what
  // they have started are gone. Two system calls where nothing has changed; else blocks for `grace`
  // at most, and until they are gone. `shares`: the test uses fixtures that live on: a process with
  // a handle is theirs.
  std::vector<std::string> left_behind(bool shares);

 private:
  bool has_changed();
  std::set<pid_t> present() const;
  std::set<pid_t> strangers(bool shares) const;

  pid_t init_;
  base::Duration grace_;
  os::Fd list_;            // the init's children, as a file
  std::string seen_;       // what that said last
  std::set<pid_t> known_;  // accounted for
};

}  // namespace dyntest::runner
