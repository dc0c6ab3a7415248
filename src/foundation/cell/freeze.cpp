#include "foundation/cell/freeze.hpp"

#include <poll.h>
#include <unistd.h>

#include <chrono>
#include <csignal>

#include "foundation/base/deadline.hpp"
#include "foundation/os/proc.hpp"

namespace dyntest::cell {
namespace {

constexpr auto patience = std::chrono::seconds{1};

}  // namespace

// A process that forked while it was being told is seen stopped only after its child can be seen.
void Freezer::freeze() {
  frozen_ = true;
  const auto deadline = base::Deadline::in(patience);
  for (bool all_still = false; !all_still && !deadline.passed();) {
    all_still = true;
    for (const pid_t pid : os::descendants_of(::getpid())) {
      if (os::is_still(pid)) continue;
      const bool is_new = stopped_.insert(pid).second;
      if (is_new) ::kill(pid, SIGSTOP);
      if (is_new || !os::is_all_but_still(pid)) all_still = false;
    }
    if (!all_still) ::poll(nullptr, 0, 1);
  }
}

void Freezer::thaw() {
  for (const pid_t pid : os::descendants_of(::getpid()))
    if (stopped_.contains(pid)) ::kill(pid, SIGCONT);
  stopped_.clear();
  frozen_ = false;
}

void stop_ourselves() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTSTP);
  ::raise(SIGTSTP);
  ::sigprocmask(SIG_UNBLOCK, &set, nullptr);  // it strikes here
  ::sigprocmask(SIG_BLOCK, &set, nullptr);
}

}  // namespace dyntest::cell
