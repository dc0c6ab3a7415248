#include "foundation/os/owned.hpp"

#include <mutex>

namespace dyntest::os {
namespace {

std::mutex mutex;

// Made when it is first asked for, and never destroyed: handles may outlive main.
std::set<pid_t>& processes() {
  static auto* const all = new std::set<pid_t>;
  return *all;
}

}  // namespace

std::set<pid_t> owned_processes() {
  const std::lock_guard lock{mutex};
  return processes();
}

void own(pid_t process) {
  const std::lock_guard lock{mutex};
  processes().insert(process);
}

void disown(pid_t process) {
  const std::lock_guard lock{mutex};
  processes().erase(process);
}

}  // namespace dyntest::os
