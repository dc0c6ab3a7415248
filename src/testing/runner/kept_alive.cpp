// Controller: a failed test that stays as it is, with its fixtures and services, until its bundle
// is written (--bundles), and until somebody has seen enough (--keep-alive).
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdlib>
#include <utility>

#include "foundation/os/proc.hpp"
#include "testing/report/text.hpp"
#include "testing/runner/controller.hpp"

namespace dyntest::runner {
namespace {

constexpr std::size_t command_bytes_max = 120;

// The init above a process of ours.
pid_t init_of(pid_t pid, pid_t keeper) {
  for (pid_t parent = os::parent_of(pid); parent > 0 && parent != keeper;
       parent = os::parent_of(pid))
    pid = parent;
  return pid;
}

std::string line_of(pid_t pid, pid_t test) {
  const auto ports = os::listens_on(pid);
  const auto command =
      pid == test ? "the test's process" : os::command_of(pid).substr(0, command_bytes_max);
  const auto where = ports.empty() ? "" : fmt::format("  at {}", fmt::join(ports, ", "));
  return fmt::format("  pid {}  {}{}", pid, command, where);
}

}  // namespace

void Controller::on_kept(WorkerProcess& worker) {
  const std::uint32_t item = worker.shared().item;
  if (options_.bundles != nullptr) options_.bundles->add_processes(items_[item], worker);
  if (!options_.keep_alive) return worker.send(GoOn{});
  worker.kept = true;
  const pid_t test = worker.shared().pid;
  std::vector<std::string> lines;
  for (const auto& [place, context, kind, message, source] : worker.last_failures)
    lines.push_back(fmt::format("{}:{}: {}", place.file, place.line, report::first_line(message)));
  lines.emplace_back("is kept alive as it is:");
  for (const pid_t pid : os::descendants_of(init_of(test, keeper_.pid())))
    lines.push_back(line_of(pid, test));
  if (!worker.fixtures_up.empty())
    lines.push_back(fmt::format("  fixtures: {}", fmt::join(worker.fixtures_up, ", ")));
  lines.push_back(fmt::format("  folder: {}", std::getenv(os::run_folder_variable)));
  lines.push_back("Enter tears it down, and so does Ctrl-C");
  reporter_.show({item, worker.number, std::move(lines)});
  reporter_.flush();
  if (!stop_signal_.empty()) let_go();
}

void Controller::let_go() {
  for (auto& worker : workers_)
    if (std::exchange(worker.kept, false)) worker.send(GoOn{});
}

}  // namespace dyntest::runner
