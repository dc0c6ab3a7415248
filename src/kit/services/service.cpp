#include "kit/services/service.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <system_error>
#include <utility>

#include "foundation/os/fd.hpp"
#include "foundation/os/wait.hpp"

namespace dyntest::services {
namespace {

using std::chrono::milliseconds;

constexpr base::Duration probe_budget = std::chrono::seconds{1};
// The pause between two probes grows with the time already waited, so that what is added to any
// start-up is about 3 % of it.
constexpr int pause_fraction = 32;
constexpr base::Duration pause_min = milliseconds{1};
constexpr base::Duration pause_max = milliseconds{100};
constexpr std::streamoff log_tail_bytes_max = 4096;
constexpr std::size_t log_tail_lines_max = 10;

base::Result<os::Fd> open_log(const std::filesystem::path& path) {
  os::Fd log{::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644)};
  if (!log) return base::Error::from_errno(path.string());
  return log;
}

std::string how_it_ended(const os::ExitStatus& status) {
  return fmt::format("process {} {}", status.code() ? "exited with" : "was killed by",
                     status.text());
}

}  // namespace

base::Result<Service> Service::start(Launch launch) {
  const std::string doing = fmt::format("starting {}", launch.name);
  Service service{std::move(launch)};
  if (auto begun = service.begin(); !begun) return begun.error().context(doing);
  return service;
}

Service::Service(Launch launch)
    : launch_{std::move(launch)}, log_{launch_.folder / (launch_.name + ".log")} {}

base::Status Service::restart() {
  process_->kill();
  return begin().context(fmt::format("restarting {}", launch_.name));
}

base::Status Service::begin() {
  std::error_code failure;
  std::filesystem::create_directories(launch_.folder, failure);
  if (failure) return base::Error::from_errno(launch_.folder.string(), failure.value());
  const auto log = open_log(log_);
  if (!log) return log.error();
  os::Command command = launch_.command;
  command.standard_output = log->get();
  command.standard_error = log->get();
  auto process = os::Process::start(command);
  if (!process) return process.error();
  process_ = *std::move(process);
  return await_ready().context(fmt::format("waiting for {}", launch_.address));
}

base::Status Service::await_ready() {
  const auto started = base::Clock::now();
  const auto deadline = base::Deadline::in(launch_.budget);
  for (;;) {
    const auto answer = launch_.probe(base::earlier(deadline, base::Deadline::in(probe_budget)));
    if (const auto status = process_->ended()) {
      return base::Error{how_it_ended(*status) + last_lines()};
    }
    if (answer) return {};
    const base::Duration waited = base::Clock::now() - started;
    if (deadline.passed()) {
      return base::Error{fmt::format("not ready after {:.1f} s; last answer: {}{}",
                                     std::chrono::duration<double>{waited}.count(),
                                     answer.error().text(), last_lines())};
    }
    const auto pause = std::clamp(waited / pause_fraction, pause_min, pause_max);
    std::vector<pollfd> death{{.fd = process_->exit_fd(), .events = POLLIN, .revents = 0}};
    os::wait_for(death, base::earlier(deadline, base::Deadline::in(pause)));
  }
}

std::string Service::last_lines() const {
  std::ifstream file{log_, std::ios::binary | std::ios::ate};
  if (!file) return {};
  file.seekg(std::max<std::streamoff>(0, file.tellg() - log_tail_bytes_max));
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(std::move(line));
  if (lines.empty()) return "; it wrote nothing";
  const std::size_t skipped = lines.size() - std::min(lines.size(), log_tail_lines_max);
  std::string text = fmt::format("; last lines of {}:", log_.string());
  for (std::size_t i = skipped; i < lines.size(); ++i) text += "\n  " + lines[i];
  return text;
}

}  // namespace dyntest::services
