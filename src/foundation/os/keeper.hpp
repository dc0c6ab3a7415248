// The keeper holds everything that a run starts. It is a small process in a session of its own,
// with one thread; whatever is orphaned anywhere below comes to it. It starts an init for each
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

  // Starts the keeper: this program again, as `argv[0] --dyntest-keeper 3`. `environment` tags all
  // that it will start.
  static base::Result<Keeper> start(const std::vector<std::string>& environment);

  Keeper(Keeper&&) noexcept = default;
  Keeper& operator=(Keeper&&) = delete;
  // Ends all that is left and waits until the keeper is gone.
  ~Keeper();

  // Nothing if the keeper is gone.
  std::optional<Tree> launch(const Launch& launch);
  // Readable (hang-up) if the keeper died.
  int fd() const { return socket_.get(); }
  pid_t pid() const { return pid_; }

 private:
  Keeper(Fd socket, pid_t pid) : socket_{std::move(socket)}, pid_{pid} {}

  Fd socket_;
  pid_t pid_;
};

// The keeper's main loop, in the keeper's process. Returns when everything is gone.
void run_keeper(Fd socket);

}  // namespace dyntest::os
