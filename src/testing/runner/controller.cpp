#include "testing/runner/controller.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <map>
#include <utility>

#include "foundation/os/process.hpp"
#include "foundation/os/spawn.hpp"
#include "testing/runner/verdict_text.hpp"

namespace dyntest::runner {
namespace {

constexpr std::size_t barren_deaths_max = 3;
constexpr auto stop_grace = std::chrono::seconds{2};  // then what still runs is killed

os::Fd watch_stop_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  ::sigprocmask(SIG_BLOCK, &set, nullptr);
  return os::Fd{::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK)};
}

}  // namespace

Controller::Controller(os::Keeper& keeper, ControllerOptions options,
                       std::vector<std::string> executables, model::Reporter& reporter)
    : keeper_{keeper},
      options_{std::move(options)},
      executables_{std::move(executables)},
      reporter_{reporter},
      signals_{watch_stop_signals()},
      collections_(executables_.size()) {}

void Controller::start_collecting() {
  for (std::size_t i = 0; i < executables_.size(); ++i) start_worker(i, true);
}

std::vector<Collection> Controller::collect() {
  const auto all_told = [&] {
    return std::ranges::all_of(workers_, [](const auto& worker) { return worker.waiting; });
  };
  while (!all_told() && !interrupted() && result_.broken.empty()) step();
  return std::move(collections_);
}

RunResult Controller::run(const std::vector<Selected>& tests, const model::Items& items,
                          schedule::Costs costs) {
  tests_ = tests;
  items_ = items;
  const bool whole_files =
      options_.whole_files || options_.live || options_.tell_fixtures || options_.plan;
  dispatcher_.emplace(tests, items, std::move(costs),
                      schedule::PlanOptions{options_.workers, whole_files});
  sequencer_.emplace(tests.size(), reporter_);
  fill();
  while (!workers_.empty() && result_.broken.empty()) step();
  sequencer_->flush();
  if (too_many_failures())
    result_.stopped = fmt::format("stopping after {} failures", result_.failures);
  if (interrupted()) {
    result_.interrupted = true;
    result_.stopped = fmt::format("Interrupted: {}", stop_signal_);
    if (!interrupted_test_.empty())
      result_.stopped += fmt::format(" while running {}", interrupted_test_);
  }
  result_.costs = dispatcher_->costs();
  return result_;
}

WorkerProcess* Controller::start_worker(std::size_t executable, bool collect) {
  WorkerOptions options;
  options.collect = collect;
  options.live = options_.live;
  options.plan = options_.plan;
  options.settings = options_.settings;
  if (options_.failures_max > result_.failures)
    options.failures_max = static_cast<std::uint32_t>(options_.failures_max - result_.failures);
  options.root = options_.root;
  options.benchmarks = options_.benchmarks;
  auto worker = WorkerProcess::start(keeper_, executables_[executable], executable, options);
  if (!worker) {
    result_.broken = "the keeper is gone";
    return nullptr;
  }
  return &workers_.emplace_back(std::move(*worker));
}

bool Controller::may_start() const {
  return stop_signal_.empty() && !too_many_failures() && result_.broken.empty();
}

void Controller::fill() {
  if (dispatcher_)
    dispatcher_->fill(workers_, may_start(),
                      [this](std::size_t executable) { return start_worker(executable, false); });
}

void Controller::step() {
  std::vector<pollfd> fds{{signals_.get(), POLLIN, 0}, {keeper_.fd(), POLLIN, 0}};
  for (auto& worker : workers_) {
    fds.push_back({worker.control_fd(), POLLIN, 0});
    fds.push_back({worker.tree().ended_fd(), POLLIN, 0});
  }
  reporter_.flush();
  ::poll(fds.data(), fds.size(), poll_timeout());
  ++quiet_rounds_;
  if (fds[0].revents != 0) on_signal();
  if (fds[1].revents != 0) result_.broken = "the keeper died";
  std::size_t at = 2;
  for (auto worker = workers_.begin(); worker != workers_.end();) {
    const bool said = fds[at].revents != 0;
    const bool ended = fds[at + 1].revents != 0;
    at += 2;
    const auto current = worker++;
    drain(*current);
    if (said && current->control_fd() >= 0) on_control(*current);
    check_time(*current);
    if (ended) on_end(current);
    if (at >= fds.size()) break;  // workers started in this round come next time
  }
  fill();
}

// While something runs, the rings are looked at every 5 ms, and less often when they stay empty.
int Controller::poll_timeout() const { return std::min(5 * (1 + quiet_rounds_ / 4), 50); }

void Controller::on_signal() {
  signalfd_siginfo info{};
  while (::read(signals_.get(), &info, sizeof info) == static_cast<ssize_t>(sizeof info)) {
    if (!stop_signal_.empty()) {
      for (auto& worker : workers_) worker.tree().kill();
      continue;
    }
    stop_signal_ = os::signal_name(static_cast<int>(info.ssi_signo));
    stop_deadline_ = base::Deadline::in(stop_grace);
    for (auto& worker : workers_) worker.interrupt();
  }
}

void Controller::on_control(WorkerProcess& worker) {
  auto received = worker.receive();
  if (!received) return;
  drain(worker);
  if (std::holds_alternative<Synced>(received->message)) {
    reporter_.flush();
    worker.send(GoOn{});
    return;
  }
  if (const auto* hello = std::get_if<Hello>(&received->message))
    on_hello(worker, *hello, received->body);
  worker.waiting = true;
}

void Controller::on_hello(WorkerProcess& worker, const Hello& hello, std::string_view body) {
  const auto why = why_foreign(hello);
  if (why) worker.tree().kill();
  if (dispatcher_) return dispatcher_->on_hello(worker);  // collected long ago
  auto& collection = collections_[worker.executable()];
  if (why)
    collection.errors.push_back({file_name_of(worker), *why});
  else if (!body.empty())
    collection = decode_collection(body);
}

std::string Controller::file_name_of(const WorkerProcess& worker) const {
  return std::filesystem::path{executables_[worker.executable()]}.filename();
}

void Controller::drain(WorkerProcess& worker) {
  for (std::string bytes; worker.channel().read(bytes);) {
    on_message(worker, decode_ring_message(bytes));
    quiet_rounds_ = 0;
  }
  worker.bound_streams();
}

void Controller::on_message(WorkerProcess& worker, RingMessage message) {
  if (auto* seen = std::get_if<FailureSeen>(&message))
    worker.failures.push_back(std::move(seen->failure));
  else if (auto* ended = std::get_if<PhaseEnded>(&message))
    on_phase(worker, std::move(*ended));
  else if (const auto* began = std::get_if<TestBegan>(&message))
    start_item(worker, began->item);
  else if (auto* property = std::get_if<PropertySeen>(&message))
    worker.properties.push_back(std::move(property->property));
  else if (auto* measured = std::get_if<MeasurementSeen>(&message))
    worker.measurement = std::move(measured->measurement);
  else if (auto* moved = std::get_if<FixtureMoved>(&message))
    on_fixture(worker, std::move(*moved));
  else if (auto* noticed = std::get_if<Noticed>(&message))
    sequencer_->add(noticed->item, model::Notice{std::move(noticed->text)});
}

void Controller::on_fixture(WorkerProcess& worker, FixtureMoved&& moved) {
  auto& step = moved.step;
  dispatcher_->on_fixture(worker, step, moved.seconds);
  auto& up = worker.fixtures_up;
  const auto name = fmt::format("{} ({})", step.name, model::scope_name(step.scope));
  if (step.up && !step.failed) up.push_back(name);
  if (!step.up && !step.failed) {
    const auto found = std::ranges::find(up.rbegin(), up.rend(), name);
    if (found != up.rend()) up.erase(std::next(found).base());
  }
  if (!options_.tell_fixtures) return;
  const auto item = static_cast<std::uint32_t>(step.item);
  start_item(worker, item);
  sequencer_->add(item, std::move(step));
}

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
  phase.properties = std::exchange(worker.properties, {});
  phase.measurement = std::exchange(worker.measurement, std::nullopt);
  phase.captured = worker.take_captured(ended.output_end, ended.error_end);
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
  const bool counts = model::is_failure(phase.outcome);
  sequencer_->add(item, std::move(phase));
  if (counts) count_failure();
}

void Controller::end_attempt(WorkerProcess& worker, std::uint32_t item) {
  dispatcher_->on_attempt(worker, item);
  worker.wide_seconds = 0;
  worker.slow_item = no_item;
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
  sequencer_->add(item, model::TestFinished{item, seconds});
  sequencer_->finish(item);
  worker.item_started = false;
  if (!worker.assigned.empty()) worker.assigned.pop_front();
  ++worker.items_done;
  barren_deaths_ = 0;
}

void Controller::count_failure() {
  ++result_.failures;
  if (!too_many_failures()) return;
  for (auto& worker : workers_) worker.shared().stop = true;
  dispatcher_->stop();
}

bool Controller::too_many_failures() const {
  return options_.failures_max > 0 && result_.failures >= options_.failures_max;
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
  const std::int64_t deadline = worker.shared().deadline;
  if (item == no_item || deadline == 0 || worker.killed_for_timeout) return;
  const auto late = now.time_since_epoch() - std::chrono::nanoseconds{deadline};
  if (late > std::chrono::milliseconds{100} && worker.overdue_item != item) {
    worker.overdue_item = item;
    worker.take_stacks(keeper_, executables_[worker.executable()]);
  }
  if (late < stop_grace) return;
  worker.killed_for_timeout = true;
  worker.tree().kill();
}

void Controller::check_slow(WorkerProcess& worker, std::uint32_t item) {
  if (worker.slow_item == item || worker.assigned.empty() || worker.assigned.front() != item)
    return;
  const auto usual = dispatcher_->costs().before(item);
  const double seconds = base::seconds_since(worker.since);
  const double limit = slow_after(policy(item), usual);
  if (limit <= 0 || seconds < limit) return;
  worker.slow_item = item;
  reporter_.on(model::TestSlow{item, seconds, usual});
}

void Controller::on_end(Workers::iterator worker) {
  while (worker->control_fd() >= 0 && worker->receive()) {
  }
  drain(*worker);
  const auto status = worker->tree().status();
  if (!worker->assigned.empty() && worker->shared().item == worker->assigned.front()) {
    report_death(*worker, status);
  } else if (!sequencer_ && !worker->waiting) {
    collections_[worker->executable()].errors.push_back(
        {file_name_of(*worker),
         fmt::format("the test executable ended before it could say what it holds: {}\n{}",
                     status.text(), worker->take_captured().standard_error)});
  } else if (sequencer_ && worker->items_done == 0 && !worker->finishing && may_start() &&
             ++barren_deaths_ >= barren_deaths_max) {
    result_.broken = fmt::format("{}: workers keep dying before they run a test: {}",
                                 executables_[worker->executable()], status.text());
  }
  if (dispatcher_) dispatcher_->on_end(*worker, may_start());
  workers_.erase(worker);
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
  phase.notes = worker.notes_of_death();
  worker.attempt.push_back(std::move(phase));
  if (has_attempts_left(item) && may_start()) return end_attempt(worker, item);
  for (auto& waiting : std::exchange(worker.attempt, {})) tell(item, std::move(waiting));
  end_item(worker, item, true);
}

}  // namespace dyntest::runner
