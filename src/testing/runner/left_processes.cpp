#include "testing/runner/left_processes.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>

#include "foundation/cell/init.hpp"
#include "foundation/os/owned.hpp"
#include "foundation/os/proc.hpp"
#include "foundation/os/sockets.hpp"
#include "foundation/os/wait.hpp"

namespace dyntest::runner {
namespace {

constexpr auto look_again = std::chrono::milliseconds{1};
constexpr auto end_patience = std::chrono::seconds{2};
constexpr std::size_t leaked_command_max = 160;

bool has_children() {
  siginfo_t ignored{};
  return ::waitid(P_ALL, 0, &ignored, WEXITED | WNOHANG | WNOWAIT) == 0 || errno != ECHILD;
}

void pause() {
  std::vector<pollfd> nothing;
  os::wait_quietly(nothing, base::Deadline::in(look_again));
}

std::string origin_of(pid_t pid) {
  const auto service = os::variable_of(pid, cell::service_variable);
  return "started by " + (service.empty() ? "the test" : service);
}

std::string line_of(pid_t pid) {
  const auto command = os::command_of(pid).substr(0, leaked_command_max);
  std::string line = fmt::format("{} (pid {}), {}", command, pid, origin_of(pid));
  for (const auto& address : os::listens_on(pid)) line += ", listening at " + address;
  return line;
}

void end_all(const std::set<pid_t>& processes) {
  std::set<pid_t> all = processes;
  for (const pid_t pid : processes)
    for (const pid_t below : os::descendants_of(pid)) all.insert(below);
  for (const pid_t pid : all) ::kill(pid, SIGKILL);
  for (const auto deadline = base::Deadline::in(end_patience); !deadline.passed(); pause()) {
    std::erase_if(all, [](pid_t pid) {
      return ::waitpid(pid, nullptr, WNOHANG) == pid || ::kill(pid, 0) != 0;
    });
    if (all.empty()) return;
  }
}

}  // namespace

LeftProcesses::LeftProcesses(pid_t init, base::Duration grace) : init_{init}, grace_{grace} {
  const auto path = fmt::format("/proc/{0}/task/{0}/children", init_);
  list_ = os::Fd{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  start_anew();
}

void LeftProcesses::start_anew() { adopt(); }

void LeftProcesses::adopt() {
  if (!has_changed()) return;
  known_ = present();
}

// Children that have been known before do not come into it: a worker forks none by itself.
bool LeftProcesses::has_changed() {
  std::array<char, 4096> text;
  const auto size = ::pread(list_.get(), text.data(), text.size(), 0);
  const std::string_view now{text.data(), size < 0 ? 0 : static_cast<std::size_t>(size)};
  const bool same = now == seen_;
  if (!same) seen_ = now;
  return !same || has_children();
}

std::set<pid_t> LeftProcesses::present() const {
  std::set<pid_t> all;
  for (const pid_t pid : os::children_of(init_)) all.insert(pid);
  for (const pid_t pid : os::children_of(::getpid())) all.insert(pid);
  return all;
}

std::set<pid_t> LeftProcesses::strangers(bool shares) const {
  std::set<pid_t> found = present();
  const auto owned = shares ? os::owned_processes() : std::set<pid_t>{};
  std::erase_if(found, [&](pid_t pid) {
    const bool ended = ::waitpid(pid, nullptr, WNOHANG) == pid || os::has_ended(pid);
    return ended || known_.contains(pid) || owned.contains(pid);
  });
  return found;
}

std::vector<std::string> LeftProcesses::left_behind(bool shares) {
  if (!has_changed()) return {};
  auto found = strangers(shares);
  for (const auto deadline = base::Deadline::in(grace_); !found.empty() && !deadline.passed();) {
    pause();
    found = strangers(shares);
  }
  std::vector<std::string> lines;
  for (const pid_t pid : found) lines.push_back(line_of(pid));
  end_all(found);
  adopt();
  return lines;
}

}  // namespace dyntest::runner
