// A child process and everything in its process group: the handle owns them.
//
// Who uses it: kit/services for real services, tests for programs of their own.
// A test's process may have many threads, and forking such a process is unsafe. So `start` does not
// fork here: it asks the process host (os/host.hpp), a single-threaded process that is the parent
// of all, and gets back two descriptors: a pidfd to signal, and a pipe that tells the exit status.
// Where there is no host (a plain program), the child is forked directly.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "foundation/base/deadline.hpp"
#include "foundation/base/error.hpp"
#include "foundation/os/fd.hpp"
#include "foundation/os/limits.hpp"

namespace dyntest::os {

// How a process ended, as wait(2) reports it.
struct ExitStatus {
  int raw = 0;

  bool success() const { return raw == 0; }
  std::optional<int> code() const;    // if it exited
  std::optional<int> signal() const;  // if a signal killed it
  // `status 1`, `signal 9 (SIGKILL)`
  std::string text() const;
  bool operator==(const ExitStatus&) const = default;
};

// `SIGKILL` for 9.
std::string signal_name(int number);

struct Command {
  std::vector<std::string> argv;         // argv[0] is looked up in PATH when it holds no '/'
  std::vector<std::string> environment;  // KEY=VALUE, on top of ours; the last one of a key wins
  std::string folder;                    // working directory; empty = ours
  int standard_input = -1;               // borrowed descriptors; -1 = /dev/null
  int standard_output = -1;              //   -1 = ours (a test's captured output)
  int standard_error = -1;
  Limits limits = {};
};

class Process {
 public:
  // Starts `command` in a process group of its own. Blocks until exec succeeded or failed; a failed
  // exec is the error (`nats-server: No such file or directory`).
  static base::Result<Process> start(const Command& command);

  // Takes over a running child: `exit` is a pipe that will hold its wait status.
  Process(pid_t pid, Fd pidfd, Fd exit);
  Process(Process&& other) noexcept;
  Process& operator=(Process&& other) noexcept;
  // Kills the group with SIGKILL and waits until the process is reaped.
  ~Process();

  pid_t pid() const { return pid_; }
  // Readable (poll) once the process has ended.
  int exit_fd() const;
  // The status if it has ended; never blocks.
  std::optional<ExitStatus> ended();
  // Waits until it has ended, or until the deadline (nothing). May throw Interrupted.
  std::optional<ExitStatus> wait(base::Deadline deadline);
  // Sends to the process itself; false if it is already gone.
  bool signal(int number);
  // Sends to all of its group; false if the process itself is already gone.
  bool signal_group(int number);
  // SIGTERM to the process, `grace` to end, then SIGKILL to the group. Returns how it ended.
  ExitStatus stop(base::Duration grace);
  // SIGKILL to the group. Returns how it ended.
  ExitStatus kill();

 private:
  ExitStatus await_end();

  pid_t pid_ = -1;  // -1 = moved from
  Fd pidfd_;
  Fd exit_;  // none: a direct child, to be waited for
  std::optional<ExitStatus> status_;
};

}  // namespace dyntest::os
