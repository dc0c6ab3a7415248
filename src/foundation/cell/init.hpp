// os::Process 1 of a worker's small world: it starts the worker, and on the worker's request
// everything else (etcd, nats-server, …), reaps them all, and leaves nothing behind when the worker
// has ended.
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
#include <vector>

#include "foundation/cell/setup.hpp"
#include "foundation/os/fd.hpp"
#include "foundation/os/message.hpp"
#include "foundation/os/spawn.hpp"

namespace dyntest::cell {

struct InitTask {
  os::Spawn program;
  os::Fd control;  // read end
  os::Fd report;   // gets the worker's wait status (an int) once everything is gone
  os::Fd host;     // our end of the worker's host socket
  std::vector<os::Fd> program_fds;  // keeps `program.fds` open
  int board_fd = -1;                // where the program finds its board; -1 = it has none
  // The cell that is made around it; none = it lives with everybody else.
  struct Cell {
    Setup setup;
    Net net;
    int network = -1;  // for Net::run: what it joins (borrowed)
  };
  std::optional<Cell> cell;
};

// The environment variable that names the program's init as those outside its cell know it.
inline constexpr const char* init_variable = "DYNTEST_INIT";
// And the level of its cell.
inline constexpr const char* cell_variable = "DYNTEST_CELL";
// In the environment of what an init has started for its program, and of all that comes from that:
// the program's name, by which an orphan is told.
inline constexpr const char* service_variable = "DYNTEST_SERVICE";

// The namespaces that the process which runs this init must have been forked into.
int namespaces_of(const InitTask& task);

// Runs until everything it started is gone, or the keeper, its parent, was killed, of which this is
// a pidfd. The process should exit afterwards.
void run_init(InitTask task, int keeper);

// SIGKILL to all our children, and to those that become our children thereby, until none is left.
void end_all_children();

// A signalfd for SIGCHLD, SIGTERM, SIGTSTP and SIGCONT, which are blocked from now on.
os::Fd watch_children();

}  // namespace dyntest::cell
