#include "testing/schedule/costs.hpp"

#include <algorithm>
#include <utility>

namespace dyntest::schedule {

Costs::Costs(std::vector<std::optional<double>> tests, Fixtures fixtures)
    : before_{std::move(tests)}, learned_(before_.size()), fixtures_{std::move(fixtures)} {
  for (const auto& seconds : before_) {
    sum_ += seconds.value_or(0);
    if (seconds) ++count_;
  }
}

double Costs::of(std::size_t test) const {
  if (learned_[test]) return *learned_[test];
  if (before_[test]) return *before_[test];
  return count_ == 0 ? 0 : sum_ / static_cast<double>(count_);
}

const FixtureCost* Costs::fixture(const std::string& name) const {
  const auto found = fixtures_.find(name);
  return found == fixtures_.end() ? nullptr : &found->second;
}

double Costs::shared(const model::Item& one, const model::Item& other) const {
  double seconds = 0;
  if (fixtures_.empty()) return seconds;
  for (const auto& name : one.fixtures)
    if (const auto* cost = fixture(name); cost != nullptr)
      if (std::ranges::find(other.fixtures, name) != other.fixtures.end()) seconds += cost->total();
  return seconds;
}

void Costs::learn(std::size_t test, double seconds) {
  if (!before_[test]) {
    sum_ += seconds;
    ++count_;
  }
  learned_[test] = seconds;
}

void Costs::learn_up(const std::string& name, model::Scope scope, double seconds) {
  FixtureCost& cost = fixtures_[name];
  cost.scope = scope;
  cost.up = seconds;
}

void Costs::learn_down(const std::string& name, double seconds) { fixtures_[name].down = seconds; }

}  // namespace dyntest::schedule
