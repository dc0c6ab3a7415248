#include "testing/runner/dispatcher.hpp"

#include <algorithm>
#include <utility>

#include "testing/runner/verdict_text.hpp"

namespace dyntest::runner {
namespace {

// More places than there are mean all of them.
std::vector<schedule::Task> tasks_of(const std::vector<Selected>& tests, std::size_t workers,
                                     const Hosts& hosts) {
  std::vector<schedule::Task> tasks;
  for (const auto& test : tests) {
    schedule::Task& task = tasks.emplace_back(
        schedule::Crew{test.executable, test.policy->isolated, test.policy->gpus, test.network},
        test.policy->needs);
    task.needs.places = std::min(task.needs.places, workers);
    task.needs.hosts = hosts.needs(tasks.size() - 1);
  }
  return tasks;
}

const schedule::Needs one_place;

}  // namespace

Dispatcher::Dispatcher(const std::vector<Selected>& tests, const model::Items& items,
                       schedule::Costs costs, schedule::PlanOptions options,
                       schedule::Dependencies dependencies, schedule::Gpus gpus, const Hosts& hosts)
    : tests_{tests},
      items_{items},
      attempts_(tests.size()),
      costs_{std::move(costs)},
      options_{options},
      plan_{tasks_of(tests, options.workers, hosts), items, costs_, options,
            std::move(dependencies)},
      pool_{options.workers, std::move(gpus)} {}

void Dispatcher::fill(Workers& workers, bool may_start, const Start& start) {
  for (auto& worker : workers)
    if (worker.waiting) let_go(worker);
  starting_.clear();
  for (const auto& worker : workers)
    if (!worker.waiting && !worker.finishing && worker.assigned.empty()) ++starting_[worker.crew()];
  for (auto& worker : workers)
    if (worker.waiting && !may_start) finish(worker);
  if (!may_start) return;
  for (auto& worker : workers)
    if (worker.waiting && may_begin(&worker, workers)) serve(worker, workers, start);
  if (plan_.alone()) return fill_alone(workers, may_start, start);
  if (!may_begin(nullptr, workers)) return;
  for (const auto& crew : plan_.wanted(pool_, starting_)) {
    if (pool_.free() == 0 || start_one(crew, start) == nullptr) return;
  }
  if (pool_.free() == 0 || !starting_.empty()) return;
  if (const auto best = best_help(workers, std::nullopt, start_seconds_))
    start_one(best->from->crew(), start);
}

// In a run whose tests show what they do one after the other (schedule/plan.hpp) nobody begins
// before another one's last teardown has ended.
bool Dispatcher::may_begin(const WorkerProcess* worker, const Workers& workers) const {
  return !plan_.is_in_order() || std::ranges::none_of(workers, [&](const WorkerProcess& other) {
    return &other != worker && (other.finishing || !other.assigned.empty());
  });
}

// Work, or the end; or to wait for another round.
void Dispatcher::serve(WorkerProcess& worker, Workers& workers, const Start& start) {
  if (!plan_.alone()) {
    auto choice = plan_.take(worker.crew(), worker.holds, pool_, starting_, worker.assigned);
    if (choice.piece) return give(worker, *choice.piece);
    if (choice.crew) {
      finish(worker);
      start_one(*choice.crew, start);
      return;
    }
  }
  if (help(worker, workers)) return;
  // Its last test is not torn down before it has its answer, and others may wait for that, or for
  // its GPUs.
  const bool may_wait = (plan_.alone() || worker.assigned.empty()) && worker.gpus.empty();
  if (!may_wait || !plan_.has(worker.crew())) finish(worker);
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
    const auto crews = plan_.wanted(pool_, {});
    if (!crews.empty()) start_one(crews[0], start);
  }
  if (chosen == nullptr || workers.size() > 1) return;
  const auto choice = plan_.take(chosen->crew(), chosen->holds, pool_, {}, chosen->assigned);
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
    const auto& policy = tests_[item].policy;
    const auto named = static_cast<std::uint32_t>(item);
    run.tests.push_back({tests_[item].index, named, policy->timeout, attempts_[item],
                         policy->reruns, policy->delay, policy->backoff, policy->may_leak,
                         policy->refused, prerequisites(item)});
    worker.assigned.push_back(named);
  }
  worker.waiting = false;
  worker.since = base::Clock::now();
  worker.shared().claims.add(static_cast<std::uint32_t>(run.tests.size()));
  worker.send(run);
}

void Dispatcher::finish_all(Workers& workers) {
  for (auto& worker : workers) finish(worker);
}

// Those that have ended or that this worker has, too: it has not been given the test else.
std::vector<Prerequisite> Dispatcher::prerequisites(std::size_t item) const {
  std::vector<Prerequisite> after;
  for (const auto other : plan_.dependencies(item)) {
    const auto unmet = not_passed_.find(other);
    if (unmet == not_passed_.end() && plan_.has_ended(other)) continue;
    const bool same_file = items_[other].file == items_[item].file;
    after.push_back({static_cast<std::uint32_t>(other),
                     items_[other].id().substr(same_file ? items_[item].file.size() + 2 : 0),
                     unmet == not_passed_.end() ? "" : unmet->second});
  }
  return after;
}

void Dispatcher::finish(WorkerProcess& worker) {
  worker.waiting = false;
  worker.finishing = true;
  worker.send(Finish{});
}

WorkerProcess* Dispatcher::start_one(const schedule::Crew& crew, const Start& start) {
  auto gpus = pool_.gpus.take(crew.gpus);
  if (!gpus) return nullptr;
  WorkerProcess* worker = start(crew, pool_.gpus.ids(*gpus));
  if (worker == nullptr) return nullptr;
  worker->gpus = std::move(*gpus);
  ++starting_[crew];
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

void Dispatcher::on_phase(std::uint32_t item, model::Outcome outcome) {
  if (auto text = not_passed_text(outcome); !text.empty())
    not_passed_.try_emplace(item, std::move(text));
}

void Dispatcher::on_attempt(WorkerProcess& worker, std::uint32_t item) {
  ++attempts_[item];
  worker.since = base::Clock::now();
}

void Dispatcher::on_fixture(WorkerProcess& worker, const model::FixtureStep& step, double seconds) {
  if (step.scope == model::Scope::function) return;
  worker.wide_seconds += seconds;
  if (step.failed || step.scope == model::Scope::run) return;
  if (step.up)
    costs_.learn_up(step.name, step.scope, seconds);
  else
    costs_.learn_down(step.name, seconds);
}

void Dispatcher::on_end(WorkerProcess& worker, bool goes_on) {
  let_go(worker);
  pool_.gpus.give_back(worker.crew().gpus, worker.gpus);
  plan_.release(worker.holds);
  if (goes_on) plan_.give_back({worker.assigned.begin(), worker.assigned.end()});
}

// A test that has run for longer than expected is taken to run for as long again.
double Dispatcher::seconds_until_next(const WorkerProcess& worker, std::size_t begin) const {
  double seconds = 0;
  for (const auto item : worker.assigned) {
    if (item >= begin) break;
    const double expected = plan_.cost(item);
    const double elapsed = item == worker.assigned.front() ? base::seconds_since(worker.since) : 0;
    seconds += elapsed < expected ? expected - elapsed : elapsed;
  }
  return seconds;
}

std::optional<Dispatcher::Help> Dispatcher::best_help(Workers& workers,
                                                      const std::optional<schedule::Crew>& crew,
                                                      double start_seconds) const {
  Help best;
  if (options_.whole_files) return std::nullopt;
  for (auto& worker : workers) {
    if (worker.waiting || worker.finishing || !worker.needs || !worker.needs->is_plain()) continue;
    if (crew && worker.crew() != *crew) continue;
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
  const auto best = best_help(workers, worker.crew(), 0);
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
