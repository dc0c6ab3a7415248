// Controller: from what workers say of their tests to the events of the run.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "testing/runner/controller.hpp"
#include "testing/runner/service_timeline.hpp"
#include "testing/runner/verdict_text.hpp"

namespace dyntest::runner {

void Controller::on_phase(WorkerProcess& worker, PhaseEnded&& ended) {
  const std::uint32_t item = ended.item;
  start_item(worker, item);
  worker.item_seconds += ended.seconds;
  model::PhaseFinished phase;
  phase.item = item;
  phase.phase = ended.phase;
  phase.outcome = ended.outcome;
  phase.seconds = ended.seconds;
  phase.reason = std::move(ended.reason);
  phase.reason_place = std::move(ended.reason_place);
  phase.failures = std::exchange(worker.failures, {});
  if (!phase.failures.empty()) worker.last_failures = phase.failures;
  phase.properties = std::exchange(worker.properties, {});
  phase.measurement = std::exchange(worker.measurement, std::nullopt);
  show_output(worker, {{ended.output_end, ended.error_end}, item},
              ended.phase != model::Phase::setup);
  phase.captured = worker.take_captured(ended.output_end, ended.error_end);
  if (!options_.keep_output) phase.captured = {};
  phase.captured.log = std::move(ended.log);
  if (ended.phase == model::Phase::setup && ended.outcome == model::Outcome::passed)
    hosts_->on_well(item);
  if (ended.interrupted)
    interrupted_test_ = items_[item].id();
  else if (has_attempts_left(item))
    worker.attempt.push_back(std::move(phase));
  else
    tell(item, std::move(phase));
  if (ended.phase != model::Phase::teardown) return;
  if (ended.again) return end_attempt(worker, item);
  for (auto& waiting : std::exchange(worker.attempt, {})) tell(item, std::move(waiting));
  end_item(worker, item);
}

bool Controller::has_attempts_left(std::uint32_t item) const {
  return dispatcher_->attempts(item) < policy(item).reruns;
}

void Controller::tell(std::uint32_t item, model::PhaseFinished&& phase) {
  using model::Outcome;
  const bool failed = model::is_failure(phase.outcome);
  if (failed && !policy(item).quarantine.empty()) {
    phase.outcome = Outcome::quarantined;
    phase.reason = policy(item).quarantine;
  }
  const auto attempts = dispatcher_->attempts(item);
  if (phase.phase == model::Phase::call && phase.outcome == Outcome::passed && attempts > 0) {
    phase.outcome = Outcome::flaky;
    phase.reason = fmt::format("passed at attempt {} of {}", attempts + 1, policy(item).reruns + 1);
    ++result_.flaky;
  }
  dispatcher_->on_phase(item, phase.outcome);
  // What it used last is torn down behind it: it is told what went wrong there.
  if (phase.phase == model::Phase::teardown && hosts_->is_last_use(item)) {
    held_[item].teardown = std::move(phase);
    return;
  }
  add_phase(item, std::move(phase));
}

void Controller::add_phase(std::uint32_t item, model::PhaseFinished&& phase) {
  const bool counts = model::is_failure(phase.outcome);
  sequencer_->add(item, std::move(phase));
  if (counts) count_failure();
}

void Controller::end_attempt(WorkerProcess& worker, std::uint32_t item) {
  dispatcher_->on_attempt(worker, item);
  worker.wide_seconds = 0;
  worker.slow_item = worker.overdue_item = no_item;
  sequencer_->add(item, model::AttemptFailed{item, dispatcher_->attempts(item),
                                             policy(item).reruns + std::size_t{1},
                                             std::exchange(worker.item_seconds, 0),
                                             std::exchange(worker.attempt, {})});
}

void Controller::start_item(WorkerProcess& worker, std::uint32_t item) {
  if (!std::exchange(worker.item_started, true) && dispatcher_->attempts(item) == 0)
    sequencer_->add(item, model::TestStarted{item});
}

void Controller::end_item(WorkerProcess& worker, std::uint32_t item, bool died) {
  const double seconds = std::exchange(worker.item_seconds, 0);
  const double wide_seconds = std::exchange(worker.wide_seconds, 0);
  if (!died) dispatcher_->on_test(worker, item, seconds - wide_seconds);
  dispatcher_->on_item_end(item);
  const bool is_last = hosts_->on_finished(item) || held_.contains(item);
  if (is_last)
    held_[item].seconds = seconds;
  else
    finish_item(item, seconds);
  worker.item_started = false;
  if (!worker.assigned.empty()) worker.assigned.pop_front();
  ++worker.items_done;
  barren_deaths_ = 0;
}

void Controller::finish_item(std::uint32_t item, double seconds) {
  sequencer_->add(item, model::TestFinished{item, seconds});
  sequencer_->finish(item);
}

// Hosts may have ended, well or not, and with them the tests that used them last.
void Controller::settle_hosts() {
  for (const auto host : hosts_->take_ready()) dispatcher_->open(host);
  for (auto* process : processes()) process->shared().rebuilt = hosts_->rebuilt();
  for (auto& [last_user, failures, captured] : hosts_->take_mishaps()) {
    const auto held = last_user ? held_.find(static_cast<std::uint32_t>(*last_user)) : held_.end();
    if (held == held_.end()) {
      reporter_.on(model::Notice{"ERROR at teardown behind the last test: " + failures[0].message});
      count_failure();
      continue;
    }
    auto& phase = held->second.teardown;
    if (!phase) phase.emplace().item = held->first;
    phase->phase = model::Phase::teardown;
    if (!model::is_failure(phase->outcome)) phase->outcome = model::Outcome::failed;
    std::ranges::move(failures, std::back_inserter(phase->failures));
    phase->captured.standard_output += captured.standard_output;
    phase->captured.standard_error += captured.standard_error;
  }
  for (auto each = held_.begin(); each != held_.end();) {
    auto& [item, held] = *each;
    if (!held.seconds || !hosts_->are_down_for(item)) {
      ++each;
      continue;
    }
    if (held.teardown) add_phase(item, std::move(*held.teardown));
    finish_item(item, *held.seconds);
    each = held_.erase(each);
  }
}

void Controller::report_death(WorkerProcess& worker, os::ExitStatus status) {
  const std::uint32_t item = worker.assigned.front();
  const auto& test = items_[item];
  if (!stop_signal_.empty()) {
    interrupted_test_ = test.id();
    worker.assigned.pop_front();
    sequencer_->finish(item);
    return;
  }
  start_item(worker, item);
  model::PhaseFinished phase;
  phase.item = item;
  phase.phase = static_cast<model::Phase>(worker.shared().phase.load());
  phase.outcome = worker.killed_for_timeout ? model::Outcome::timed_out : model::Outcome::failed;
  phase.failures = std::exchange(worker.failures, {});
  phase.captured = worker.take_captured();
  std::optional<double> timeout;
  if (worker.killed_for_timeout) timeout = policy(item).timeout;
  phase.failures.push_back(death_failure(test, status, timeout, phase.captured.standard_error));
  if (!options_.keep_output) phase.captured = {};
  ServiceTimeline timeline{std::chrono::steady_clock::now() - worker.lasted()};
  timeline.look(inits_of(worker, item));
  phase.captured.log = timeline.take();
  phase.notes = worker.notes_of_death();
  worker.attempt.push_back(std::move(phase));
  if (has_attempts_left(item) && may_start()) return end_attempt(worker, item);
  keep_processes(worker, item, status);
  for (auto& waiting : std::exchange(worker.attempt, {})) tell(item, std::move(waiting));
  end_item(worker, item, true);
}

}  // namespace dyntest::runner
