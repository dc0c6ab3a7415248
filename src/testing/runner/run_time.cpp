// Controller: time. Who has had enough of it, and when it stands still.
#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <chrono>

#include "foundation/cell/freeze.hpp"
#include "foundation/os/proc.hpp"
#include "testing/runner/controller.hpp"
#include "testing/runner/service_logs.hpp"

namespace dyntest::runner {
namespace {

constexpr auto stop_grace = std::chrono::seconds{2};  // then what still runs is killed
constexpr auto stacks_patience = std::chrono::seconds{10};
constexpr auto freeze_grace = std::chrono::seconds{10};

}  // namespace

// Orderly the first time; the second time at once.
void Controller::stop(int signal) {
  if (!stop_signal_.empty()) {
    for (auto& worker : workers_) worker.tree().kill();
    if (hosts_) hosts_->kill();
    return;
  }
  stop_signal_ = os::signal_name(signal);
  stop_deadline_ = base::Deadline::in(stop_grace);
  for (auto& worker : workers_) worker.interrupt();
  let_go();
}

void Controller::check_time(WorkerProcess& worker) {
  const auto now = base::Clock::now();
  if (!stop_signal_.empty() && stop_deadline_.passed()) {
    const bool tearing_down =
        worker.shared().phase == static_cast<std::uint32_t>(model::Phase::teardown);
    if (!tearing_down || now > stop_deadline_.moment() + stop_grace) worker.tree().kill();
  }
  const std::uint32_t item = worker.shared().item;
  if (item != no_item && dispatcher_) check_slow(worker, item);
  const auto late = worker.late();
  if (!late) return;
  if (*late > std::chrono::milliseconds{100} && worker.overdue_item != item) {
    worker.overdue_item = item;
    worker.stood_still_until = {};
    worker.take_stacks(keeper_, program_of(worker).path);
    worker.logs = service_logs(inits_of(worker, item));
    keep_processes(worker, item);
  }
  // It stands still while its stacks are taken.
  if (!worker.has_stacks() && *late < stacks_patience) worker.stood_still_until = *late;
  if (*late < worker.stood_still_until + stop_grace) return;
  worker.killed_for_timeout = true;
  worker.tree().kill();
}

void Controller::check_slow(WorkerProcess& worker, std::uint32_t item) {
  if (worker.slow_item == item || !worker.runs()) return;
  const auto usual = dispatcher_->costs().before(item);
  const double seconds = worker.seconds();
  const double limit = slow_after(policy(item), usual);
  if (limit <= 0 || seconds < limit) return;
  worker.slow_item = item;
  reporter_.on(model::TestSlow{item, seconds, usual});
}

// Ctrl-Z. All that runs is stopped first, so that nothing is heard of it behind the shell's prompt;
// then we are. The clock has not seen it (base/clock.hpp): whatever waits has as much time left as
// before.
void Controller::suspend() {
  if (options_.live_lines && dispatcher_) reporter_.on(model::TestsRunning{});
  reporter_.flush();
  keeper_.freeze();
  wait_until_still();
  const auto begin = std::chrono::steady_clock::now();
  cell::stop_ourselves();
  base::Clock::skip(std::chrono::steady_clock::now() - begin);
  for (auto* process : processes()) process->shared().skipped = base::Clock::skipped().load();
  keeper_.thaw();
}

// So that no worker's clock goes back: what we skip must not begin before it stands still.
void Controller::wait_until_still() {
  const auto deadline = base::Deadline::in(freeze_grace);
  const auto is_still = [](WorkerProcess* process) {
    const pid_t pid = process->pid();
    return pid == 0 || os::is_still(pid);
  };
  while (!std::ranges::all_of(processes(), is_still) && !deadline.passed()) ::poll(nullptr, 0, 1);
}

std::vector<WorkerProcess*> Controller::processes() {
  auto all = hosts_ ? hosts_->processes() : std::vector<WorkerProcess*>{};
  for (auto& worker : workers_) all.push_back(&worker);
  return all;
}

}  // namespace dyntest::runner
