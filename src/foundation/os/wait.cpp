#include "foundation/os/wait.hpp"

#include <cerrno>
#include <exception>
#include <utility>

#include "foundation/base/panic.hpp"

namespace dyntest::os {
namespace {

thread_local Interrupts interrupts;
thread_local std::vector<Alarm*> alarms;

bool readable(int fd) {
  pollfd entry{fd, POLLIN, 0};
  return ::poll(&entry, 1, 0) > 0;
}

// poll(2) again and again until something is ready or the deadline has passed.
bool poll_until(std::vector<pollfd>& fds, base::Deadline deadline) {
  while (true) {
    const int ready = ::poll(fds.data(), fds.size(), deadline.poll_timeout());
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) base::panic("poll failed: a descriptor set of ours is broken");
    if (deadline.passed()) return false;
  }
}

}  // namespace

bool wait_for(std::vector<pollfd>& fds, base::Deadline deadline) {
  if (std::uncaught_exceptions() > 0) return wait_quietly(fds, deadline);
  const std::size_t callers = fds.size();
  while (true) {
    fds.push_back({interrupts.stop_fd, POLLIN, 0});
    fds.push_back({interrupts.failed_fd, POLLIN, 0});
    for (Alarm* alarm : alarms) fds.push_back({alarm->fd(), POLLIN, 0});
    const bool ready = poll_until(fds, base::earlier(deadline, interrupts.deadline));
    fds.resize(callers);
    check_interrupted();
    if (!ready) return false;
    for (const auto& entry : fds)
      if (entry.revents != 0) return true;
  }
}

bool wait_quietly(std::vector<pollfd>& fds, base::Deadline deadline) {
  return poll_until(fds, deadline);
}

void pause_for(base::Duration duration) {
  std::vector<pollfd> nothing;
  wait_for(nothing, base::Deadline::in(duration));
}

void check_interrupted() {
  if (std::uncaught_exceptions() > 0) return;
  if (interrupts.stop_fd >= 0 && readable(interrupts.stop_fd))
    throw Interrupted{Interrupted::Cause::stop, interrupts.stop_reason};
  if (interrupts.failed_fd >= 0 && readable(interrupts.failed_fd))
    throw Interrupted{Interrupted::Cause::failed, "failed on another thread"};
  for (std::size_t i = 0; i < alarms.size(); ++i)
    if (const int fd = alarms[i]->fd(); fd >= 0 && readable(fd)) alarms[i]->ring();
  if (interrupts.deadline.passed())
    throw Interrupted{Interrupted::Cause::deadline, interrupts.deadline_reason};
}

Alarm::Alarm() { alarms.push_back(this); }

Alarm::~Alarm() {
  base::require(std::erase(alarms, this) == 1, "an alarm is destroyed on another thread");
}

void interrupt_waits(Interrupts next) { interrupts = std::move(next); }

}  // namespace dyntest::os
