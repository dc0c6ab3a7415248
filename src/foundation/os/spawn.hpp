// fork and exec, in a process with one thread. Used by init and keeper for everything that a run
// starts, and by Process where there is no host. Everybody else starts processes with
// os/process.hpp.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "foundation/base/error.hpp"
#include "foundation/os/limits.hpp"

namespace dyntest::os {

struct Spawn {
  std::vector<std::string> argv;         // argv[0] as given, looked up in the PATH of `environment`
  std::vector<std::string> environment;  // complete
  std::string folder;                    // empty = ours
  std::vector<std::pair<int, int>> fds;  // {ours, the child's}; the rest is close-on-exec
  bool own_group = true;                 // leads a process group; else Ctrl-C reaches it as us
  bool dies_with_parent = true;          // SIGKILL when the forking process ends
  Limits limits = {};
};

// Returns once exec succeeded or failed. The child has default signal handling and nothing blocked.
base::Result<pid_t> spawn(const Spawn& what);

// Where the program is: `name` itself if it has a '/', else as `name` in a folder of the PATH of
// `environment`. Nothing if there is none that may be executed.
std::optional<std::string> find_program(const std::string& name,
                                        const std::vector<std::string>& environment);

// Our environment, as KEY=VALUE.
std::vector<std::string> environment();

// Ours, with the name of the current test, and `changes` on top.
std::vector<std::string> child_environment(const std::vector<std::string>& changes);

// In the environment of what a test starts: its id.
inline constexpr const char* current_test_variable = "DYNTEST_CURRENT_TEST";
// `ask` is called by child_environment, on its thread: that id, or nothing. Call this before there
// are threads.
void name_current_test_with(std::string (*ask)());

// `base` with `changes` on top: one entry a key, the last one wins.
std::vector<std::string> merge_environment(std::vector<std::string> base,
                                           const std::vector<std::string>& changes);

}  // namespace dyntest::os
