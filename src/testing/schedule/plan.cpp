#include "testing/schedule/plan.hpp"

#include <algorithm>
#include <utility>

namespace dyntest::schedule {
namespace {

// A file is cut into pieces of this part of what each worker has to do.
constexpr double piece_part = 1.0 / 16;
// The longest comes first when it would take this part of what is left for each worker.
constexpr double long_part = 1.0 / 2;
// What a cut builds again may cost this part of a piece.
constexpr double rebuilding_part = 1.0 / 10;
// A process of its own for an isolated test, in seconds.
constexpr double forking = 0.0004;
// Below this many seconds nobody waits: nothing is cut, and nothing comes before its turn.
constexpr double worthwhile = 0.05;

}  // namespace

Plan::Plan(std::vector<Task> tasks, model::Items items, const Costs& costs, PlanOptions options,
           Dependencies dependencies)
    : tasks_{std::move(tasks)},
      items_{std::move(items)},
      costs_{costs},
      options_{options},
      dependencies_{std::move(dependencies)},
      ended_(dependencies_.empty() ? 0 : tasks_.size()) {
  // What runs alone comes last, so what depends on it does, too.
  for (std::size_t i = 0; i < ended_.size(); ++i)
    for (const auto each : dependencies_.of(i)) tasks_[i].needs.alone |= tasks_[each].needs.alone;
  double total = 0;
  for (std::size_t i = 0; i < tasks_.size(); ++i) total += cost(i);
  const double target =
      std::max(worthwhile, piece_part * total / static_cast<double>(options_.workers));
  for (std::size_t begin = 0, i = 1; i <= tasks_.size(); ++i) {
    if (i < tasks_.size() && joins(i)) continue;
    split(begin, i, target);
    begin = i;
  }
  pieces_.sort([](const Piece& a, const Piece& b) { return !a.needs.alone && b.needs.alone; });
}

bool Plan::joins(std::size_t test) const {
  if (options_.together > 0 && items_[test].repetition % options_.together == 1 % options_.together)
    return false;
  return items_[test].file == items_[test - 1].file && tasks_[test].crew == tasks_[test - 1].crew &&
         tasks_[test].needs == tasks_[test - 1].needs &&
         (options_.whole_files || outside(test) == outside(test - 1));
}

// Those of other files that it depends on: who depends on none need not wait for them.
Dependencies::Tests Plan::outside(std::size_t test) const {
  Dependencies::Tests others = dependencies_.of(test);
  std::erase_if(others, [&](std::size_t each) { return items_[each].file == items_[test].file; });
  return others;
}

void Plan::split(std::size_t begin, std::size_t end, double target) {
  const bool whole = options_.whole_files || options_.workers == 1;
  double seconds = 0;
  for (std::size_t i = begin; i < end; ++i) {
    const bool is_full = seconds + cost(i) > target;
    if (!whole && i > begin && (is_full || heavy(i - 1) != heavy(i)) &&
        shared(i) <= rebuilding_part * target) {
      add(piece(begin, i));
      begin = i;
      seconds = 0;
    }
    seconds += cost(i);
  }
  add(piece(begin, end));
}

void Plan::add(Piece piece, bool first) {
  if (!piece.needs.alone) left_ += piece.seconds;
  for (const auto& name : piece.fixtures) users_[name] += piece.seconds;
  pieces_.insert(first ? pieces_.begin() : pieces_.end(), std::move(piece));
}

// An isolated test builds all that it uses.
double Plan::cost(std::size_t test) const {
  const double seconds = costs_.of(test);
  if (!tasks_[test].crew.isolated) return seconds;
  return seconds + costs_.shared(items_[test], items_[test]) + forking;
}

double Plan::shared(std::size_t test) const {
  const bool nothing = test == 0 || tasks_[test].crew.isolated;
  return nothing ? 0 : costs_.shared(items_[test - 1], items_[test]);
}

// Of the fixtures that it needs, those that outlive files and take a while.
Plan::Names Plan::heavy(std::size_t test) const {
  Names names;
  if (tasks_[test].crew.isolated) return names;
  for (const auto& name : items_[test].fixtures)
    if (is_heavy(name)) names.insert(name);
  return names;
}

bool Plan::is_heavy(const std::string& name) const {
  const auto* cost = costs_.fixture(name);
  return cost != nullptr && cost->outlives_files() && cost->total() >= worthwhile;
}

Piece Plan::piece(std::size_t begin, std::size_t end) const {
  Piece made{tasks_[begin].crew, begin, end, tasks_[begin].needs, 0, {}, {}};
  for (std::size_t i = begin; i < end; ++i) {
    made.seconds += cost(i);
    if (!made.crew.isolated)
      made.fixtures.insert(items_[i].fixtures.begin(), items_[i].fixtures.end());
    for (const auto each : dependencies_.of(i))
      if (each < begin) made.after.push_back(each);
  }
  std::ranges::sort(made.after);
  made.after.erase(std::ranges::unique(made.after).begin(), made.after.end());
  return made;
}

void Plan::end(std::size_t test) {
  if (!dependencies_.empty()) ended_[test] = true;
}

// Whether all that the piece waits for has ended, or comes before it in the worker that asks.
bool Plan::may_begin(const Piece& piece, const Crew& crew, const Queue& queue) const {
  return std::ranges::all_of(piece.after, [&](std::size_t test) {
    return ended_[test] || (piece.crew == crew && std::ranges::find(queue, test) != queue.end());
  });
}

bool Plan::has(const Crew& crew) const {
  return std::ranges::any_of(
      pieces_, [&](const Piece& each) { return each.crew == crew && each.needs.alone == alone(); });
}

// What a worker with these fixtures has to build for it.
double Plan::missing(const Piece& piece, const Names& holds) const {
  double seconds = 0;
  for (const auto& name : piece.fixtures)
    if (const auto* cost = costs_.fixture(name); cost != nullptr && !holds.contains(name))
      seconds += cost->total();
  return seconds;
}

// Those who have a fixture would be done with all that needs it before it is built once more, or
// before everything else is done.
bool Plan::is_wasteful(const Piece& piece, const Names& holds) const {
  return std::ranges::any_of(piece.fixtures, [&](const std::string& name) {
    const auto holders = holders_.find(name);
    if (holders == holders_.end() || holders->second == 0 || holds.contains(name)) return false;
    return is_heavy(name) && users_.at(name) / static_cast<double>(holders->second) <=
                                 std::max(costs_.fixture(name)->total(), left());
  });
}

std::vector<std::list<Piece>::const_iterator> Plan::candidates(const Names& holds, Pool pool,
                                                               const Crew& crew,
                                                               const Queue& queue) const {
  std::vector<std::list<Piece>::const_iterator> found;
  for (auto each = pieces_.begin(); each != pieces_.end(); ++each) {
    if (each->needs.alone != alone()) continue;
    if (options_.whole_files && !pool.is_open(each->needs)) break;
    if (may_begin(*each, crew, queue) && (each->crew == crew || pool.gpus.fits(each->crew.gpus))) {
      if (!pool.fits(each->needs)) {
        if (each->needs.places > 1) pool.reserve(each->needs);
      } else if (is_in_order() || !is_wasteful(*each, holds)) {
        found.push_back(each);
      }
    }
    if (is_in_order()) break;
  }
  return found;
}

Plan::Choice Plan::take(const Crew& crew, Names& holds, const Pool& pool, const Starting& starting,
                        const Queue& queue) {
  const auto could = candidates(holds, pool, crew, queue);
  const auto length = [&](const auto& each) { return each->seconds + missing(*each, holds); };
  const auto first = [&](const auto& fits) {
    return std::ranges::find_if(
        could, [&](const auto& each) { return each->crew == crew && fits(*each); });
  };
  // What nobody else can run as cheaply; what is cheap; anything.
  auto chosen = first([&](const Piece& each) {
    return std::ranges::any_of(each.fixtures, [&](const std::string& name) {
      return is_heavy(name) && holds.contains(name);
    });
  });
  if (chosen == could.end())
    chosen = first([&](const Piece& each) { return missing(each, holds) < worthwhile; });
  if (chosen == could.end()) chosen = first([](const Piece&) { return true; });
  const auto longest = std::ranges::max_element(could, {}, length);
  if (!alone() && options_.workers > 1 && !options_.whole_files && longest != could.end() &&
      length(*longest) >= std::max(worthwhile, long_part * left())) {
    const auto other = (*longest)->crew;
    if (other == crew)
      chosen = longest;
    else if (!starting.contains(other) || starting.at(other) == 0)
      return {{}, other};
  }
  if (chosen == could.end()) return {};
  Piece taken = **chosen;
  pieces_.erase(*chosen);
  was_alone_ = taken.needs.alone;
  if (!taken.needs.alone) left_ -= taken.seconds;
  for (const auto& name : taken.fixtures) users_[name] -= taken.seconds;
  hold(taken, holds);
  return {std::move(taken), {}};
}

std::vector<Crew> Plan::wanted(const Pool& pool, Starting starting) const {
  std::vector<Crew> crews;
  Gpus gpus = pool.gpus;
  for (const auto& each : candidates({}, pool)) {
    if (std::size_t& coming = starting[each->crew]; coming > 0)
      --coming;
    else if (gpus.take(each->crew.gpus))
      crews.push_back(each->crew);
  }
  return crews;
}

void Plan::give_back(const std::vector<std::size_t>& tests) {
  for (std::size_t end = tests.size(); end > 0;) {
    std::size_t begin = end - 1;
    while (begin > 0 && tests[begin - 1] + 1 == tests[begin] && joins(tests[begin])) --begin;
    add(piece(tests[begin], tests[end - 1] + 1), true);
    end = begin;
  }
}

void Plan::hold(const Piece& piece, Names& holds) {
  for (const auto& name : piece.fixtures)
    if (holds.insert(name).second) ++holders_[name];
}

void Plan::release(const Names& holds) {
  for (const auto& name : holds) --holders_[name];
}

// For each of these tests whether all behind it, and it, wait for none before it.
std::vector<bool> Plan::may_cut(std::size_t begin, std::size_t end) const {
  std::vector<bool> may(end - begin, true);
  if (dependencies_.empty()) return may;
  std::size_t first = end;  // that they wait for
  for (std::size_t i = end; i > begin; --i) {
    for (const auto each : dependencies_.of(i - 1))
      if (!ended_[each]) first = std::min(first, each);
    may[i - 1 - begin] = first >= i - 1;
  }
  return may;
}

std::optional<Plan::Cut> Plan::cut(std::size_t begin, std::size_t end, double wait,
                                   double start) const {
  // Behind one that is stuck, what nobody has seen yet may take any time.
  const auto expected = [this](std::size_t test) {
    return costs_.is_known(test) ? cost(test) : std::max(cost(test), 2 * worthwhile);
  };
  double rest = 0;
  for (std::size_t i = begin; i < end; ++i) rest += expected(i);
  Cut best;
  const auto may = may_cut(begin, end);
  const double undivided = wait + rest;
  double before = wait;
  for (std::size_t i = begin; i < end; ++i) {
    const double gain = undivided - std::max(before, start + shared(i) + rest);
    if (gain > best.gain && may[i - begin]) best = {i, gain};
    before += expected(i);
    rest -= expected(i);
  }
  if (best.gain < worthwhile) return std::nullopt;
  return best;
}

}  // namespace dyntest::schedule
