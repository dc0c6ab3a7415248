// Process 1 of a worker's small world: it starts the worker, and on the worker's request everything
// else (etcd, nats-server, …), reaps them all, and leaves nothing behind when the worker has ended.
//
// It has one thread, because it forks. It knows nothing of tests. Orphans come to it, as it is
// their subreaper. It ends when
//   the worker ends              -> kill and reap the rest, report the worker's status, exit
//   'k' arrives on `control`     -> SIGKILL to the worker, then as above
//   `control` is closed, SIGTERM -> SIGKILL to all
// SIGTSTP stops all below it, SIGCONT lets it go on; it starts nothing meanwhile, and itself stays
// awake: what is stopped can still be ended.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

#include "foundation/os/fd.hpp"
#include "foundation/os/message.hpp"
#include "foundation/os/spawn.hpp"

namespace dyntest::os {

struct InitTask {
  Spawn program;
  Fd control;                   // read end
  Fd report;                    // gets the worker's wait status (an int) once everything is gone
  Fd host;                      // our end of the worker's host socket
  std::vector<Fd> program_fds;  // keeps `program.fds` open
};

// Runs until everything it started is gone, or `keeper`, its parent, was killed. The process should
// exit afterwards.
void run_init(InitTask task, pid_t keeper);

// SIGKILL to all our children, and to those that become our children thereby, until none is left.
void end_all_children();

// A signalfd for SIGCHLD, SIGTERM, SIGTSTP and SIGCONT, which are blocked from now on.
Fd watch_children();

}  // namespace dyntest::os
