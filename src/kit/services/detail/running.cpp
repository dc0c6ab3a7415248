#include "kit/services/detail/running.hpp"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <csignal>
#include <vector>

#include "foundation/os/proc.hpp"
#include "foundation/os/wait.hpp"
#include "kit/services/detail/log_reader.hpp"

namespace dyntest::services::detail {

constexpr base::Duration look_again_after = std::chrono::milliseconds{1};

std::optional<os::ExitStatus> Running::ended() {
  const std::lock_guard lock{mutex_};
  return process_.ended();
}

std::string memory_note(const os::ExitStatus& status, std::uint64_t kills) {
  if (status.signal() != SIGKILL || kills == 0) return {};
  return fmt::format("; the kernel killed {} process{} for want of memory meanwhile (dmesg)", kills,
                     kills == 1 ? "" : "es");
}

std::string Running::memory_note() {
  const auto status = ended();
  if (!status || asked_) return {};
  return detail::memory_note(*status, os::oom_kills() - oom_kills_before_);
}

os::ExitStatus Running::end(int signal, base::Duration grace) {
  asked_ = true;
  {
    const std::lock_guard lock{mutex_};
    process_.signal(signal);
    if (os::is_all_but_still(pid())) process_.signal_group(SIGCONT);
  }
  std::vector<pollfd> end{{exit_fd(), POLLIN, 0}};
  os::wait_quietly(end, base::Deadline::in(grace));
  return kill();
}

os::ExitStatus Running::kill() {
  asked_ = true;
  const std::lock_guard lock{mutex_};
  return process_.kill();
}

bool Running::ask_to_end(int signal) {
  const std::lock_guard lock{mutex_};
  if (process_.ended()) return false;
  asked_ = true;
  process_.signal(signal);
  return true;
}

bool Running::signal_group(int number) {
  const std::lock_guard lock{mutex_};
  return !process_.ended() && process_.signal_group(number);
}

base::Status Running::await_still(base::Deadline deadline) {
  while (true) {
    auto members = os::members_of_group(pid());
    members.push_back(pid());  // leads no group where there is no process host
    const auto moving = std::ranges::find_if_not(members, os::is_all_but_still);
    if (ended()) return base::Error{"it has ended"};
    if (moving == members.end()) return {};
    if (deadline.passed())
      return base::Error{fmt::format("{} (pid {}) still runs", os::command_of(*moving), *moving)};
    std::vector<pollfd> end{{exit_fd(), POLLIN, 0}};
    os::wait_for(end, base::earlier(deadline, base::Deadline::in(look_again_after)));
  }
}

std::string Running::last_lines() const {
  return detail::last_lines(subject_.log, subject_.log_begin);
}

}  // namespace dyntest::services::detail
