#include "testing/runner/cpu_hog.hpp"

#include <fcntl.h>

#include <atomic>

#include "foundation/os/spawn.hpp"

namespace dyntest::runner {

std::vector<cell::Tree> start_hogs(cell::Keeper& keeper, std::size_t count) {
  const os::Fd null{::open("/dev/null", O_RDWR | O_CLOEXEC)};
  cell::Keeper::Launch launch;
  launch.argv = {"/proc/self/exe", hog_flag};
  launch.environment = os::environment();
  launch.folder = "/";
  launch.fds = {{null.get(), 0}, {null.get(), 1}, {null.get(), 2}};
  std::vector<cell::Tree> hogs;
  for (std::size_t i = 0; i < count; ++i)
    if (auto tree = keeper.launch(launch)) hogs.push_back(std::move(*tree));
  return hogs;
}

void hog_cpu() {
  for (std::atomic<unsigned> turns = 0;;) ++turns;
}

}  // namespace dyntest::runner
