// One start of a service's process, seen by whoever waits for it: any number of threads may ask how
// it ended, and wait on its descriptor, while one ends it.
//
// Used by Service, its watches and the loop that awaits readiness. They share it, so that the
// descriptor stays open as long as somebody waits on it; it is Service that ends the process.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

#include "foundation/base/deadline.hpp"
#include "foundation/base/error.hpp"
#include "foundation/os/proc.hpp"
#include "foundation/os/process.hpp"
#include "kit/services/probe.hpp"

namespace dyntest::services::detail {

// The note for one that ended so, with that many kills for want of memory while it ran.
std::string memory_note(const os::ExitStatus& status, std::uint64_t kills);

class Running {
 public:
  Running(os::Process process, Subject subject)
      : process_{std::move(process)}, subject_{std::move(subject)} {}

  pid_t pid() const { return process_.pid(); }
  const Subject& subject() const { return subject_; }
  // Readable from its end on.
  int exit_fd() const { return process_.exit_fd(); }
  // Never blocks for long.
  std::optional<os::ExitStatus> ended();
  // Whether its end was asked for.
  bool was_asked_to_end() const { return asked_; }

  // `signal`, `grace` to end, then SIGKILL to the group. A paused one is resumed to see the signal.
  os::ExitStatus end(int signal, base::Duration grace);
  os::ExitStatus kill();

  // Only sends it. False if it has ended.
  bool ask_to_end(int signal);
  // SIGSTOP or SIGCONT to the group. False if it has ended.
  bool signal_group(int number);
  // Waits until no process of the group does anything any more. May throw Interrupted.
  base::Status await_still(base::Deadline deadline);

  // `; the kernel killed 1 process for want of memory meanwhile`, if it was killed without having
  // been asked to end and that may be why; else empty.
  std::string memory_note();

  // `; last lines of …`, as in detail/log_reader.hpp.
  std::string last_lines() const;

 private:
  std::mutex mutex_;  // of process_; its pid and descriptor do not change
  os::Process process_;
  const Subject subject_;
  std::atomic<bool> asked_ = false;
  const std::uint64_t oom_kills_before_ = os::oom_kills();
};

}  // namespace dyntest::services::detail
