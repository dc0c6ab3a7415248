// Controller: what runs just now, for those who look on and for those who ask.
#include <unistd.h>

#include <algorithm>
#include <chrono>

#include "testing/runner/controller.hpp"

namespace dyntest::runner {
namespace {

constexpr auto look_again = std::chrono::milliseconds{250};
constexpr auto stacks_grace = std::chrono::seconds{10};
constexpr double worth_a_line = 0.5;  // seconds: what is shorter only flickers

}  // namespace

std::vector<WorkerProcess*> Controller::running() {
  std::vector<WorkerProcess*> found;
  if (!dispatcher_) return found;
  for (auto& worker : workers_)
    if (worker.runs()) found.push_back(&worker);
  return found;
}

model::RunningTest Controller::running_test(WorkerProcess& worker) const {
  model::RunningTest test;
  test.item = worker.assigned.front();
  test.worker = worker.number;
  test.phase = static_cast<model::Phase>(worker.shared().phase.load());
  test.seconds = worker.seconds();
  test.usual = dispatcher_->costs().before(worker.assigned.front());
  return test;
}

int Controller::keyboard() const {
  const bool ours = (options_.live_lines || options_.keep_alive) && !keyboard_closed_ &&
                    ::tcgetpgrp(STDIN_FILENO) == ::getpgrp();
  return ours ? STDIN_FILENO : -1;
}

void Controller::on_key() {
  char line[256];
  if (::read(STDIN_FILENO, line, sizeof line) <= 0) keyboard_closed_ = true;
  if (std::ranges::any_of(workers_, &WorkerProcess::kept))
    let_go();
  else if (!keyboard_closed_)
    ask_for_stacks();
}

void Controller::ask_for_stacks() {
  for (auto& worker : workers_) worker.stacks_text.reset();
  for (auto* worker : running()) worker->take_stacks(keeper_, programs_[worker->executable()].path);
  stacks_due_ = base::Deadline::in(stacks_grace);
}

void Controller::tell_running() {
  const auto workers = running();
  const bool all_there = std::ranges::all_of(
      workers, [](const WorkerProcess* worker) { return worker->has_stacks(); });
  if (stacks_due_ && (all_there || stacks_due_->passed())) {
    stacks_due_.reset();
    model::TestsRunning told{{}, true};
    for (auto* worker : workers) {
      auto& test = told.tests.emplace_back(running_test(*worker));
      test.fixtures = worker->fixtures_up;
      if (worker->stacks_text)
        test.stacks = worker->stacks_text->read(0, worker->stacks_text->size());
    }
    reporter_.on(told);
  }
  if (!options_.live_lines || !dispatcher_ || !next_look_.passed()) return;
  next_look_ = base::Deadline::in(look_again);
  model::TestsRunning seen;
  for (auto* worker : workers)
    if (worker->seconds() >= worth_a_line) seen.tests.push_back(running_test(*worker));
  reporter_.on(seen);
}

}  // namespace dyntest::runner
