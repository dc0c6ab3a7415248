#include "foundation/os/process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstring>

#include "foundation/os/host.hpp"
#include "foundation/os/owned.hpp"
#include "foundation/os/spawn.hpp"
#include "foundation/os/wait.hpp"

namespace dyntest::os {
namespace {

base::Result<Process> start_directly(const Command& command) {
  const Fd null{::open("/dev/null", O_RDWR | O_CLOEXEC)};
  Spawn what{command.argv,  child_environment(command.environment), command.folder, {}, false, true,
             command.limits};
  what.fds = {{command.standard_input < 0 ? null.get() : command.standard_input, 0},
              {command.standard_output < 0 ? 1 : command.standard_output, 1},
              {command.standard_error < 0 ? 2 : command.standard_error, 2}};
  const auto pid = spawn(what);
  if (!pid) return pid.error();
  return Process{*pid, Fd{static_cast<int>(::syscall(SYS_pidfd_open, *pid, 0))}, Fd{}};
}

}  // namespace

std::optional<int> ExitStatus::code() const {
  if (WIFEXITED(raw)) return WEXITSTATUS(raw);
  return std::nullopt;
}

std::optional<int> ExitStatus::signal() const {
  if (WIFSIGNALED(raw)) return WTERMSIG(raw);
  return std::nullopt;
}

std::string ExitStatus::text() const {
  if (const auto number = signal())
    return fmt::format("signal {} ({})", *number, signal_name(*number));
  return fmt::format("status {}", WEXITSTATUS(raw));
}

std::string signal_name(int number) {
  const char* name = ::sigabbrev_np(number);
  return name == nullptr ? fmt::format("signal {}", number) : fmt::format("SIG{}", name);
}

base::Result<Process> Process::start(const Command& command) {
  if (auto started = start_by_host(command)) return std::move(*started);
  return start_directly(command);
}

Process::Process(pid_t pid, Fd pidfd, Fd exit)
    : pid_{pid}, pidfd_{std::move(pidfd)}, exit_{std::move(exit)} {
  own(pid_);
}

Process::Process(Process&& other) noexcept
    : pid_{std::exchange(other.pid_, -1)},
      pidfd_{std::move(other.pidfd_)},
      exit_{std::move(other.exit_)},
      status_{other.status_} {}

Process& Process::operator=(Process&& other) noexcept {
  std::swap(pid_, other.pid_);
  std::swap(pidfd_, other.pidfd_);
  std::swap(exit_, other.exit_);
  std::swap(status_, other.status_);
  return *this;
}

Process::~Process() {
  if (pid_ <= 0) return;
  kill();
  disown(pid_);
}

int Process::exit_fd() const { return exit_ ? exit_.get() : pidfd_.get(); }

std::optional<ExitStatus> Process::ended() {
  if (status_) return status_;
  std::vector<pollfd> fds{{exit_fd(), POLLIN, 0}};
  if (::poll(fds.data(), 1, 0) <= 0) return std::nullopt;
  int raw = SIGKILL;  // a host that is gone has taken its children with it
  if (!exit_)
    ::waitpid(pid_, &raw, 0);
  else if (::read(exit_.get(), &raw, sizeof raw) != static_cast<ssize_t>(sizeof raw))
    raw = SIGKILL;
  status_ = ExitStatus{raw};
  return status_;
}

std::optional<ExitStatus> Process::wait(base::Deadline deadline) {
  std::vector<pollfd> fds{{exit_fd(), POLLIN, 0}};
  if (!status_) wait_for(fds, deadline);
  return ended();
}

bool Process::signal(int number) {
  return !status_ && ::syscall(SYS_pidfd_send_signal, pidfd_.get(), number, nullptr, 0) == 0;
}

bool Process::signal_group(int number) {
  return !status_ && (::kill(-pid_, number) == 0 || signal(number));  // may be in our own group
}

ExitStatus Process::stop(base::Duration grace) {
  signal(SIGTERM);
  std::vector<pollfd> fds{{exit_fd(), POLLIN, 0}};
  if (!status_) wait_quietly(fds, base::Deadline::in(grace));
  return kill();
}

ExitStatus Process::kill() {
  ::kill(-pid_, SIGKILL);
  signal(SIGKILL);  // should it have left its group
  return await_end();
}

ExitStatus Process::await_end() {
  std::vector<pollfd> fds{{exit_fd(), POLLIN, 0}};
  while (!ended()) wait_quietly(fds, base::Deadline::never());
  return *status_;
}

}  // namespace dyntest::os
