#include "testing/runner/controller.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <map>
#include <utility>

#include "foundation/os/process.hpp"
#include "foundation/os/spawn.hpp"
#include "testing/runner/verdict_text.hpp"

namespace dyntest::runner {
namespace {

constexpr std::size_t barren_deaths_max = 3;

os::Fd watch_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGUSR1);  // what runs?
  sigaddset(&set, SIGTSTP);
  ::sigprocmask(SIG_BLOCK, &set, nullptr);
  return os::Fd{::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK)};
}

}  // namespace

Controller::Controller(cell::Keeper& keeper, ControllerOptions options,
                       std::vector<Program> programs, model::Reporter& reporter)
    : keeper_{keeper},
      options_{std::move(options)},
      programs_{std::move(programs)},
      reporter_{reporter},
      signals_{watch_signals()},
      collections_(programs_.size()) {}

void Controller::start_collecting() {
  for (std::size_t i = 0; i < programs_.size(); ++i) start_worker({i, options_.isolated}, true);
}

std::vector<Collection> Controller::collect() {
  const auto all_told = [&] {
    return std::ranges::all_of(workers_, [](const auto& worker) { return worker.waiting; });
  };
  while (!all_told() && !interrupted() && result_.broken.empty()) step();
  for (auto& collection : collections_) hosted_.push_back(std::move(collection.hosted));
  return std::move(collections_);
}

RunResult Controller::run(Work work) {
  tests_ = std::move(work.tests);
  items_ = std::move(work.items);
  followed_ = std::move(work.followed);
  const bool whole_files =
      options_.whole_files || options_.live || options_.tell_fixtures || options_.plan;
  if (options_.plan) hosted_.clear();  // nothing is built
  hosts_.emplace(
      hosted_, tests_, items_, [this](std::size_t executable) { return start_host(executable); },
      [this](std::optional<std::size_t> item, std::string line) {
        model::Notice notice{std::move(line)};
        item ? sequencer_->add(*item, std::move(notice)) : reporter_.on(notice);
      },
      options_.written_lines && followed_.empty()
          ? Hosts::Show{[this](const auto& fixture, auto lines) {
              reporter_.show({{}, 0, std::move(lines), fixture});
            }}
          : nullptr);
  choose_networks();
  dispatcher_.emplace(tests_, items_, std::move(work.costs),
                      schedule::PlanOptions{options_.workers, whole_files, options_.together},
                      std::move(work.dependencies), std::move(work.gpus), *hosts_);
  sequencer_.emplace(tests_.size(), reporter_);
  if (!options_.debugger.empty()) dispatcher_->finish_all(workers_);
  hosts_->begin();
  fill();
  while (!is_over()) step();
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

// Hosts stay until no worker is there that could ask for them.
bool Controller::is_over() const {
  return !result_.broken.empty() || (workers_.empty() && hosts_->are_down() && !is_left());
}

WorkerOptions Controller::worker_options() const {
  WorkerOptions options;
  options.live = options_.live;
  options.stays_failed = options_.keep_alive || options_.bundles != nullptr;
  options.settings = options_.settings;
  options.root = options_.root;
  options.cache_folder = options_.cache_folder;
  options.benchmarks = options_.benchmarks;
  return options;
}

WorkerProcess* Controller::start_worker(const schedule::Crew& crew, bool collect,
                                        const std::string& gpus) {
  WorkerOptions options = worker_options();
  options.collect = collect;
  options.isolated = crew.isolated;
  options.plan = options_.plan;
  if (options_.failures_max > result_.failures)
    options.failures_max = static_cast<std::uint32_t>(options_.failures_max - result_.failures);
  const auto& debugger = collect ? std::vector<std::string>{} : options_.debugger;
  auto worker =
      WorkerProcess::start(keeper_, programs_[crew.executable], crew, options, gpus, debugger);
  if (!worker) {
    result_.broken = "the keeper is gone";
    return nullptr;
  }
  worker->number = ++workers_started_;
  return &workers_.emplace_back(std::move(*worker));
}

std::optional<WorkerProcess> Controller::start_host(std::size_t executable) {
  return WorkerProcess::start(keeper_, programs_[executable],
                              {executable, false, {}, network_of_hosts_}, worker_options());
}

// Who uses a host is where that is; everybody else has a network to himself, unless he may go out.
void Controller::choose_networks() {
  using schedule::Network;
  if (options_.cells != cell::Level::full) return;
  network_of_hosts_ = hosts_->may_go_out(tests_) ? Network::machine : Network::run;
  for (std::size_t i = 0; i < tests_.size(); ++i) {
    if (!hosts_->needs(i).empty())
      tests_[i].network = network_of_hosts_;
    else if (tests_[i].policy->network)
      tests_[i].network = Network::machine;
  }
}

// Whether tests are to come.
bool Controller::is_left() const { return may_start() && !dispatcher_->is_empty(); }

bool Controller::may_start() const {
  return stop_signal_.empty() && !too_many_failures() && result_.broken.empty();
}

void Controller::fill() {
  if (dispatcher_)
    dispatcher_->fill(workers_, may_start(), [this](const auto& crew, const std::string& gpus) {
      return start_worker(crew, false, gpus);
    });
}

void Controller::step() {
  std::vector<pollfd> fds{
      {signals_.get(), POLLIN, 0}, {keeper_.fd(), POLLIN, 0}, {keyboard(), POLLIN, 0}};
  for (auto& worker : workers_) {
    fds.push_back({worker.control_fd(), POLLIN, 0});
    fds.push_back({worker.tree().ended_fd(), POLLIN, 0});
  }
  const std::size_t of_workers_end = fds.size();
  const auto hosts = hosts_ ? hosts_->processes() : std::vector<WorkerProcess*>{};
  for (auto* host : hosts) {
    fds.push_back({host->control_fd(), POLLIN, 0});
    fds.push_back({host->tree().ended_fd(), POLLIN, 0});
  }
  reporter_.flush();
  ::poll(fds.data(), fds.size(), poll_timeout());
  ++quiet_rounds_;
  if (fds[0].revents != 0) on_signal();
  if (fds[2].revents != 0) on_key();
  tell_running();
  if (fds[1].revents != 0) result_.broken = "the keeper died";
  std::size_t at = of_workers_end;
  for (auto* host : hosts) {
    hosts_->on_round(*host, fds[at].revents != 0, fds[at + 1].revents != 0);
    at += 2;
  }
  at = 3;
  for (auto worker = workers_.begin(); worker != workers_.end();) {
    const bool said = fds[at].revents != 0;
    const bool ended = fds[at + 1].revents != 0;
    at += 2;
    const auto current = worker++;
    drain(*current);
    if (said && current->control_fd() >= 0) on_control(*current);
    check_time(*current);
    if (ended) on_end(current);
    if (at >= of_workers_end) break;  // workers started in this round come next time
  }
  if (hosts_) settle_hosts();
  fill();
  if (hosts_ && workers_.empty() && !is_left()) hosts_->close(!stop_signal_.empty());
}

// While something runs, the rings are looked at every 5 ms, and less often when they stay empty.
int Controller::poll_timeout() const { return std::min(5 * (1 + quiet_rounds_ / 4), 50); }

void Controller::on_signal() {
  signalfd_siginfo info{};
  while (::read(signals_.get(), &info, sizeof info) == static_cast<ssize_t>(sizeof info)) {
    const int signal = static_cast<int>(info.ssi_signo);
    if (signal == SIGTSTP)
      suspend();
    else
      signal == SIGUSR1 ? ask_for_stacks() : stop(signal);
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
  if (const auto* want = std::get_if<Want>(&received->message))
    return hosts_->on_want(worker, worker.shared().item, *want);
  if (std::holds_alternative<Kept>(received->message)) return on_kept(worker);
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
    collection.errors.push_back({program_of(worker).name, *why});
  else if (!body.empty())
    collection = decode_collection(body);
}

void Controller::drain(WorkerProcess& worker) {
  const Glance before = glance(worker);
  for (std::string bytes; worker.channel().read(bytes);) {
    on_message(worker, decode_ring_message(bytes));
    quiet_rounds_ = 0;
  }
  show_output(worker, before);
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
  const bool is_own = step.scope != model::Scope::run;  // else its host has it
  if (step.up && !step.failed && is_own) up.push_back(name);
  if (!step.up && !step.failed) {
    const auto found = std::ranges::find(up.rbegin(), up.rend(), name);
    if (found != up.rend()) up.erase(std::next(found).base());
  }
  if (!options_.tell_fixtures) return;
  const auto item = static_cast<std::uint32_t>(step.item);
  start_item(worker, item);
  sequencer_->add(item, std::move(step));
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

void Controller::on_end(Workers::iterator worker) {
  while (worker->control_fd() >= 0 && worker->receive()) {
  }
  drain(*worker);
  show_output(*worker, glance(*worker), true);
  const auto status = worker->tree().status();
  if (dispatcher_ && !options_.debugger.empty() && !worker->finishing && status.code())
    stop_signal_ = "the debugger ended before its test did";
  if (worker->runs()) {
    report_death(*worker, status);
  } else if (!sequencer_ && !worker->waiting && status.signal() == SIGKILL && may_start() &&
             ++barren_deaths_ < barren_deaths_max) {
    start_worker(worker->crew(), true);  // that came from outside: it may yet tell
  } else if (!sequencer_ && !worker->waiting) {
    collections_[worker->executable()].errors.push_back(
        {program_of(*worker).name,
         fmt::format("the test executable ended before it could say what it holds: {}\n{}",
                     status.text(), worker->take_captured().standard_error)});
  } else if (sequencer_ && worker->items_done == 0 && !worker->finishing && may_start() &&
             ++barren_deaths_ >= barren_deaths_max) {
    result_.broken = fmt::format("{}: workers keep dying before they run a test: {}",
                                 program_of(*worker).path, status.text());
  }
  if (hosts_) hosts_->forget(*worker);
  if (dispatcher_) dispatcher_->on_end(*worker, may_start());
  workers_.erase(worker);
}

}  // namespace dyntest::runner
