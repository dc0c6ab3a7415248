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
#include "foundation/os/fd.hpp"
#include "foundation/os/process.hpp"

namespace dyntest::os {

// A program under an init of its own, seen from the controller.
class Tree {
 public:
  Tree(Fd control, Fd report) : control_{std::move(control)}, report_{std::move(report)} {}

  // Readable once the program and all it started are gone.
  int ended_fd() const { return report_.get(); }
  // How the program ended, once ended_fd is readable. Blocks until then. SIGKILL if the init died.
  ExitStatus status() const;
  // SIGKILL to the program; its init cleans up behind it.
  void kill();

 private:
  Fd control_;
  Fd report_;
};

// The environment variable that names the run's folder for temporary files. The keeper removes it.
inline constexpr const char* run_folder_variable = "DYNTEST_RUN_FOLDER";

class Keeper {
 public:
  struct Launch {
    std::vector<std::string> argv;
    std::vector<std::string> environment;  // complete
    std::string folder;                    // absolute
    std::vector<std::pair<int, int>> fds;  // {ours (borrowed), the program's}
    int host_fd = -1;  // where the program finds its host socket (os/host.hpp); -1 = it has none
  };

  // Starts the keeper: this program again, as `argv[0] --dyntest-keeper LOG`. `environment` tags
  // all that it will start. The folder that it names as the run's may be made from now on, and not
  // before: whatever kills us, the folder goes with the run. When we are gone, half a line at the
  // end of `log` is cut off, if one is named.
  static base::Result<Keeper> start(const std::vector<std::string>& environment,
                                    const std::string& log = {});

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
  Keeper(Fd socket, Fd alive, pid_t pid, std::string folder)
      : socket_{std::move(socket)},
        alive_{std::move(alive)},
        pid_{pid},
        folder_{std::move(folder)} {}

  Fd socket_;
  Fd alive_;  // hangs up when nothing that was launched is left, nor the keeper at its work
  pid_t pid_;
  std::string folder_;  // the run's; empty = none
};

// The keeper's main loop, in the keeper's process. Returns when everything is gone, and the
// controller, too. `log`: see Keeper::start.
void run_keeper(const std::string& log);

}  // namespace dyntest::os
