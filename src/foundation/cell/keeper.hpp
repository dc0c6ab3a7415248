// The keeper holds everything that a run starts. It is a small process in a process group of its
// own, with one thread; whatever is orphaned anywhere below comes to it. It starts an init for each
// worker, and when the controller is gone (however that happened), it ends all.
//
//   controller --- launch: argv environment folder, descriptors ---> keeper --fork--> init -->
//   worker
//
// The controller itself never forks after the keeper has started.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "foundation/base/error.hpp"
#include "foundation/cell/setup.hpp"
#include "foundation/os/fd.hpp"
#include "foundation/os/process.hpp"

namespace dyntest::cell {

// A program under an init of its own, seen from the controller.
class Tree {
 public:
  Tree(os::Fd control, os::Fd report) : control_{std::move(control)}, report_{std::move(report)} {}

  // Readable once the program and all it started are gone.
  int ended_fd() const { return report_.get(); }
  // How the program ended, once ended_fd is readable. Blocks until then. SIGKILL if the init died.
  os::ExitStatus status() const;
  // SIGKILL to the program; its init cleans up behind it.
  void kill();

 private:
  os::Fd control_;
  os::Fd report_;
};

class Keeper {
 public:
  struct Launch {
    std::vector<std::string> argv;
    std::vector<std::string> environment;  // complete
    std::string folder;                    // absolute
    std::vector<std::pair<int, int>> fds;  // {ours (borrowed), the program's}
    int host_fd = -1;   // where the program finds its host socket (os/host.hpp); -1 = it has none
    int board_fd = -1;  // and its board; -1 = likewise
    std::optional<Net> net = {};  // it gets a cell on this network; none: it lives with us
  };

  // Starts the keeper: this program again, as `argv[0] --dyntest-keeper SETUP LOG`. `environment`
  // tags all that it will start. The folder that it names as the run's may be made from now on, and
  // not before: whatever kills us, the folder goes with the run. When we are gone, half a line at
  // the end of `log` is cut off, if one is named. `setup`: of all cells. At level full all that is
  // launched is in a user namespace of its own.
  static base::Result<Keeper> start(const std::vector<std::string>& environment,
                                    const Setup& setup = {}, const std::string& log = {});

  Keeper(Keeper&&) noexcept = default;
  Keeper& operator=(Keeper&&) = delete;
  // end_all; waits until the keeper is gone.
  ~Keeper();

  // Nothing if the keeper is gone.
  std::optional<Tree> launch(const Launch& launch);
  // All that was launched, and all that it started, is stopped, and goes on again: programs, not
  // their inits. Does not wait.
  void freeze();
  void thaw();
  // Ends all that was launched, and removes the run's folder. Blocks until that is done, also if
  // the keeper has died: then the inits do their part by themselves.
  void end_all();
  // Readable (hang-up) if the keeper died.
  int fd() const { return socket_.get(); }
  pid_t pid() const { return pid_; }

 private:
  Keeper(os::Fd socket, os::Fd alive, pid_t pid, std::string folder)
      : socket_{std::move(socket)},
        alive_{std::move(alive)},
        pid_{pid},
        folder_{std::move(folder)} {}

  os::Fd socket_;
  os::Fd alive_;  // hangs up when nothing that was launched is left, nor the keeper at its work
  pid_t pid_;
  std::string folder_;  // the run's; empty = none
};

// The keeper's main loop, in the keeper's process. Returns when everything is gone, and the
// controller, too. `setup` and `log`: as Keeper::start has put them on its command line.
void run_keeper(const std::string& setup, const std::string& log);

}  // namespace dyntest::cell
