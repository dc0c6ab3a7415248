#include "kit/faults/stop.hpp"

#include <signal.h>

#include <chrono>
#include <utility>

#include "foundation/os/proc.hpp"
#include "foundation/os/wait.hpp"

namespace dyntest::faults {
namespace {

constexpr auto still_within = std::chrono::seconds{5};
constexpr auto look_again_after = std::chrono::milliseconds{1};

}  // namespace

base::Status Stop::begin() {
  if (victim_.ended()) return base::Error{"stop: it has ended already"};
  const pid_t pid = victim_.pid();
  if (::kill(-pid, SIGSTOP) != 0) return base::Error::from_errno("stop: SIGSTOP");
  stopped_ = pid;
  const auto deadline = base::Deadline::in(still_within);
  while (!os::is_still(pid)) {
    if (deadline.passed()) return base::Error{"stop: it runs on 5 s after SIGSTOP"};
    os::pause_for(look_again_after);
  }
  if (victim_.ended()) return base::Error{"stop: it ended before it stood still"};
  bites_.add({.processes = 1});
  return {};
}

base::Status Stop::heal() {
  const pid_t pid = std::exchange(stopped_, -1);
  if (pid < 0 || victim_.pid() != pid || victim_.ended()) return {};
  if (::kill(-pid, SIGCONT) != 0) return base::Error::from_errno("continuing: SIGCONT");
  return {};
}

}  // namespace dyntest::faults
