// Controller: a failed test that stays as it is, with its fixtures and services, until its bundle
// is written (--bundles), and until somebody has seen enough (--keep-alive).
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdlib>
#include <utility>

#include "foundation/os/proc.hpp"
#include "foundation/os/run_folder.hpp"
#include "foundation/os/sockets.hpp"
#include "testing/report/text.hpp"
#include "testing/runner/controller.hpp"

namespace dyntest::runner {
namespace {

constexpr std::size_t listed_command_max = 120;

std::string line_of(pid_t pid, pid_t init, pid_t test) {
  const auto ports = os::listens_on(pid);
  const auto command =
      pid == test ? "the test's process" : os::command_of(pid).substr(0, listed_command_max);
  const auto where = ports.empty() ? "" : fmt::format("  at {}", fmt::join(ports, ", "));
  return fmt::format("  pid {}  {}{}", os::number_within(pid, init), command, where);
}

}  // namespace

void Controller::on_kept(WorkerProcess& worker) {
  const std::uint32_t item = worker.shared().item;
  keep_processes(worker, item);
  if (!options_.keep_alive) return worker.send(GoOn{});
  worker.kept = true;
  const pid_t test = worker.pid();
  std::vector<std::string> lines;
  for (const auto& [place, context, kind, message, source] : worker.last_failures)
    lines.push_back(fmt::format("{}:{}: {}", place.file, place.line, report::first_line(message)));
  lines.emplace_back("is kept alive as it is:");
  for (const pid_t init : inits_of(worker, item))
    for (const pid_t pid : os::descendants_of(init)) lines.push_back(line_of(pid, init, test));
  if (!worker.fixtures_up.empty())
    lines.push_back(fmt::format("  fixtures: {}", fmt::join(worker.fixtures_up, ", ")));
  if (options_.cells == cell::Level::full)
    lines.push_back(
        fmt::format("  enter its cell: nsenter --preserve-credentials -a -t {}", worker.init()));
  lines.push_back(fmt::format("  folder: {}", std::getenv(os::run_folder_variable)));
  lines.push_back("Enter tears it down, and so does Ctrl-C");
  reporter_.show({item, worker.number, std::move(lines)});
  reporter_.flush();
  if (!stop_signal_.empty()) let_go();
}

void Controller::keep_processes(WorkerProcess& worker, std::uint32_t item,
                                std::optional<os::ExitStatus> status) {
  if (options_.bundles == nullptr) return;
  const auto hosts = hosts_ ? hosts_->processes_of(item) : std::vector<WorkerProcess*>{};
  options_.bundles->add_processes(items_[item], worker, hosts, status);
}

// Who has started the services that the test has, those of the whole run among them.
std::vector<pid_t> Controller::inits_of(WorkerProcess& worker, std::uint32_t item) {
  std::vector<pid_t> inits{worker.init()};
  if (!hosts_) return inits;
  for (auto* host : hosts_->processes_of(item)) inits.push_back(host->init());
  return inits;
}

void Controller::let_go() {
  for (auto& worker : workers_)
    if (std::exchange(worker.kept, false)) worker.send(GoOn{});
}

}  // namespace dyntest::runner
