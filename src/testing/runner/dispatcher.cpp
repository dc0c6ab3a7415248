#include "testing/runner/dispatcher.hpp"

#include <algorithm>
#include <utility>

namespace dyntest::runner {
namespace {

// More places than there are mean all of them.
std::vector<schedule::Task> tasks_of(const std::vector<Selected>& tests, std::size_t workers) {
  std::vector<schedule::Task> tasks;
  for (const auto& test : tests) {
    schedule::Task& task = tasks.emplace_back(test.executable, test.policy->needs);
    task.needs.places = std::min(task.needs.places, workers);
  }
  return tasks;
}

const schedule::Needs one_place;

}  // namespace

Dispatcher::Dispatcher(const std::vector<Selected>& tests, const model::Items& items,
                       schedule::Costs costs, schedule::PlanOptions options)
    : tests_{tests},
      attempts_(tests.size()),
      costs_{std::move(costs)},
      options_{options},
      plan_{tasks_of(tests, options.workers), items, costs_, options},
      pool_{options.workers} {}

void Dispatcher::fill(Workers& workers, bool may_start, const Start& start) {
  for (auto& worker : workers)
    if (worker.waiting) let_go(worker);
  starting_.clear();
  for (const auto& worker : workers)
    if (!worker.waiting && !worker.finishing && worker.assigned.empty())
      ++starting_[worker.executable()];
  for (auto& worker : workers)
    if (worker.waiting && !may_start) finish(worker);
  if (!may_start) return;
  for (auto& worker : workers)
    if (worker.waiting) serve(worker, workers, start);
  if (plan_.alone()) return fill_alone(workers, may_start, start);
  for (const auto executable : plan_.wanted(pool_, starting_)) {
    if (pool_.free() == 0 || start_one(executable, start) == nullptr) return;
  }
  if (pool_.free() == 0 || !starting_.empty()) return;
  if (const auto best = best_help(workers, std::nullopt, start_seconds_))
    start_one(best->from->executable(), start);
}

// Work, or the end; or to wait for another round.
void Dispatcher::serve(WorkerProcess& worker, Workers& workers, const Start& start) {
  if (!plan_.alone()) {
    auto choice = plan_.take(worker.executable(), worker.holds, pool_, starting_);
    if (choice.piece) return give(worker, *choice.piece);
    if (choice.executable) {
      finish(worker);
      start_one(*choice.executable, start);
      return;
    }
  }
  if (help(worker, workers)) return;
  // One that has run nothing yet keeps no test waiting for its end.
  const bool may_wait = plan_.alone() || worker.items_done == 0;
  if (!may_wait || !plan_.has(worker.executable())) finish(worker);
}

// Nothing else runs beside such a piece, not even the end of another worker.
void Dispatcher::fill_alone(Workers& workers, bool may_start, const Start& start) {
  WorkerProcess* chosen = nullptr;
  for (auto& worker : workers) {
    if (!worker.waiting) continue;
    if (chosen == nullptr)
      chosen = &worker;
    else
      finish(worker);
  }
  if (workers.empty() && may_start) {
    const auto executables = plan_.wanted(pool_, {});
    if (!executables.empty()) start_one(executables[0], start);
  }
  if (chosen == nullptr || workers.size() > 1) return;
  const auto choice = plan_.take(chosen->executable(), chosen->holds, pool_, {});
  if (choice.piece)
    give(*chosen, *choice.piece);
  else
    finish(*chosen);
}

void Dispatcher::give(WorkerProcess& worker, const Piece& piece) {
  worker.needs = piece.needs;
  pool_.take(*worker.needs);
  Run run;
  for (std::size_t item = piece.begin; item < piece.end; ++item) {
    const auto& [executable, index, policy] = tests_[item];
    const auto named = static_cast<std::uint32_t>(item);
    run.tests.push_back({index, named, policy->timeout, attempts_[item], policy->reruns,
                         policy->delay, policy->backoff, policy->refused});
    worker.assigned.push_back(named);
  }
  worker.waiting = false;
  worker.since = base::Clock::now();
  worker.shared().claims.add(static_cast<std::uint32_t>(run.tests.size()));
  worker.send(run);
}

void Dispatcher::finish(WorkerProcess& worker) {
  worker.waiting = false;
  worker.finishing = true;
  worker.send(Finish{});
}

WorkerProcess* Dispatcher::start_one(std::size_t executable, const Start& start) {
  WorkerProcess* worker = start(executable);
  if (worker == nullptr) return nullptr;
  ++starting_[executable];
  worker->since = base::Clock::now();
  worker->needs = one_place;
  pool_.take(*worker->needs);
  return worker;
}

void Dispatcher::let_go(WorkerProcess& worker) {
  if (worker.needs) pool_.give_back(*worker.needs);
  worker.needs.reset();
}

void Dispatcher::on_hello(const WorkerProcess& worker) {
  start_seconds_ = base::seconds_since(worker.since);
}

void Dispatcher::on_test(WorkerProcess& worker, std::uint32_t item, double seconds) {
  costs_.learn(item, seconds);
  worker.since = base::Clock::now();
}

void Dispatcher::on_attempt(WorkerProcess& worker, std::uint32_t item) {
  ++attempts_[item];
  worker.since = base::Clock::now();
}

void Dispatcher::on_fixture(WorkerProcess& worker, const model::FixtureStep& step, double seconds) {
  if (step.scope == model::Scope::function) return;
  worker.wide_seconds += seconds;
  if (step.failed) return;
  if (step.up)
    costs_.learn_up(step.name, step.scope, seconds);
  else
    costs_.learn_down(step.name, seconds);
}

void Dispatcher::on_end(WorkerProcess& worker, bool goes_on) {
  let_go(worker);
  plan_.release(worker.holds);
  if (goes_on) plan_.give_back({worker.assigned.begin(), worker.assigned.end()});
}

// A test that has run for longer than expected is taken to run for as long again.
double Dispatcher::seconds_until_next(const WorkerProcess& worker, std::size_t begin) const {
  double seconds = 0;
  for (const auto item : worker.assigned) {
    if (item >= begin) break;
    const double expected = costs_.of(item);
    const double elapsed = item == worker.assigned.front() ? base::seconds_since(worker.since) : 0;
    seconds += elapsed < expected ? expected - elapsed : elapsed;
  }
  return seconds;
}

std::optional<Dispatcher::Help> Dispatcher::best_help(Workers& workers,
                                                      std::optional<std::size_t> executable,
                                                      double start_seconds) const {
  Help best;
  if (options_.whole_files) return std::nullopt;
  for (auto& worker : workers) {
    if (worker.waiting || worker.finishing || worker.needs != one_place) continue;
    if (executable && worker.executable() != *executable) continue;
    const std::size_t left =
        std::min<std::size_t>(worker.shared().claims.left(), worker.assigned.size());
    if (left == 0) continue;
    const std::size_t end = worker.assigned.back() + 1;
    const std::size_t begin = end - left;
    const auto cut = plan_.cut(begin, end, seconds_until_next(worker, begin), start_seconds);
    if (cut && cut->gain > best.cut.gain) best = {&worker, *cut, end};
  }
  if (best.from == nullptr) return std::nullopt;
  return best;
}

bool Dispatcher::help(WorkerProcess& worker, Workers& workers) {
  if (pool_.free() == 0) return false;
  const auto best = best_help(workers, worker.executable(), 0);
  if (!best) return false;
  const std::size_t count = best->end - best->cut.at;
  if (!best->from->shared().claims.withdraw(static_cast<std::uint32_t>(count))) return false;
  best->from->assigned.resize(best->from->assigned.size() - count);
  const Piece piece = plan_.piece(best->cut.at, best->end);
  plan_.hold(piece, worker.holds);
  give(worker, piece);
  return true;
}

}  // namespace dyntest::runner
