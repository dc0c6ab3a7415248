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
constexpr double rebuilt_part = 1.0 / 10;
// Below this many seconds nobody waits: nothing is cut, and nothing comes before its turn.
constexpr double worthwhile = 0.05;

}  // namespace

Plan::Plan(std::vector<Task> tasks, model::Items items, const Costs& costs, PlanOptions options)
    : tasks_{std::move(tasks)}, items_{std::move(items)}, costs_{costs}, options_{options} {
  double total = 0;
  for (std::size_t i = 0; i < tasks_.size(); ++i) total += costs_.of(i);
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
  return items_[test].file == items_[test - 1].file &&
         tasks_[test].executable == tasks_[test - 1].executable &&
         tasks_[test].needs == tasks_[test - 1].needs;
}

void Plan::split(std::size_t begin, std::size_t end, double target) {
  const bool whole = options_.whole_files || options_.workers == 1;
  double seconds = 0;
  for (std::size_t i = begin; i < end; ++i) {
    const bool is_full = seconds + costs_.of(i) > target;
    if (!whole && i > begin && (is_full || heavy(items_[i - 1]) != heavy(items_[i])) &&
        costs_.shared(items_[i - 1], items_[i]) <= rebuilt_part * target) {
      add(piece(begin, i));
      begin = i;
      seconds = 0;
    }
    seconds += costs_.of(i);
  }
  add(piece(begin, end));
}

void Plan::add(Piece piece, bool first) {
  if (!piece.needs.alone) left_ += piece.seconds;
  for (const auto& name : piece.fixtures) users_[name] += piece.seconds;
  pieces_.insert(first ? pieces_.begin() : pieces_.end(), std::move(piece));
}

// Of the fixtures that it needs, those that outlive files and take a while.
Plan::Names Plan::heavy(const model::Item& item) const {
  Names names;
  for (const auto& name : item.fixtures)
    if (is_heavy(name)) names.insert(name);
  return names;
}

bool Plan::is_heavy(const std::string& name) const {
  const auto* cost = costs_.fixture(name);
  return cost != nullptr && cost->outlives_files() && cost->total() >= worthwhile;
}

Piece Plan::piece(std::size_t begin, std::size_t end) const {
  Piece made{tasks_[begin].executable, begin, end, tasks_[begin].needs, 0, {}};
  for (std::size_t i = begin; i < end; ++i) {
    made.seconds += costs_.of(i);
    made.fixtures.insert(items_[i].fixtures.begin(), items_[i].fixtures.end());
  }
  return made;
}

bool Plan::has(std::size_t executable) const {
  return std::ranges::any_of(pieces_, [&](const Piece& each) {
    return each.executable == executable && each.needs.alone == alone();
  });
}

// What a worker with these fixtures has to build for it.
double Plan::missing(const Piece& piece, const Names& holds) const {
  double seconds = 0;
  for (const auto& name : piece.fixtures)
    if (const auto* cost = costs_.fixture(name); cost != nullptr && !holds.contains(name))
      seconds += cost->total();
  return seconds;
}

// Those who have a fixture would be done with all that needs it before it is built once more.
bool Plan::is_wasteful(const Piece& piece, const Names& holds) const {
  return std::ranges::any_of(piece.fixtures, [&](const std::string& name) {
    const auto holders = holders_.find(name);
    if (holders == holders_.end() || holders->second == 0 || holds.contains(name)) return false;
    return is_heavy(name) &&
           users_.at(name) / static_cast<double>(holders->second) < costs_.fixture(name)->total();
  });
}

std::vector<std::list<Piece>::const_iterator> Plan::candidates(const Names& holds,
                                                               Pool pool) const {
  std::vector<std::list<Piece>::const_iterator> found;
  for (auto each = pieces_.begin(); each != pieces_.end(); ++each) {
    if (each->needs.alone != alone()) continue;
    if (!pool.fits(each->needs)) {
      if (each->needs.places > 1) pool.reserve(each->needs);
    } else if (!is_wasteful(*each, holds)) {
      found.push_back(each);
    }
  }
  return found;
}

Plan::Choice Plan::take(std::size_t executable, Names& holds, const Pool& pool,
                        const Starting& starting) {
  const auto could = candidates(holds, pool);
  const auto length = [&](const auto& each) { return each->seconds + missing(*each, holds); };
  const auto first = [&](const auto& fits) {
    return std::ranges::find_if(
        could, [&](const auto& each) { return each->executable == executable && fits(*each); });
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
    const auto other = (*longest)->executable;
    if (other == executable)
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

std::vector<std::size_t> Plan::wanted(const Pool& pool, Starting starting) const {
  std::vector<std::size_t> executables;
  for (const auto& each : candidates({}, pool)) {
    if (std::size_t& coming = starting[each->executable]; coming > 0)
      --coming;
    else
      executables.push_back(each->executable);
  }
  return executables;
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

std::optional<Plan::Cut> Plan::cut(std::size_t begin, std::size_t end, double wait,
                                   double start) const {
  // Behind one that is stuck, what nobody has seen yet may take any time.
  const auto cost = [this](std::size_t test) {
    return costs_.is_known(test) ? costs_.of(test) : std::max(costs_.of(test), 2 * worthwhile);
  };
  double rest = 0;
  for (std::size_t i = begin; i < end; ++i) rest += cost(i);
  Cut best;
  const double undivided = wait + rest;
  double before = wait;
  for (std::size_t i = begin; i < end; ++i) {
    const double rebuilt = i == 0 ? 0 : costs_.shared(items_[i - 1], items_[i]);
    const double gain = undivided - std::max(before, start + rebuilt + rest);
    if (gain > best.gain) best = {i, gain};
    before += cost(i);
    rest -= cost(i);
  }
  if (best.gain < worthwhile) return std::nullopt;
  return best;
}

}  // namespace dyntest::schedule
