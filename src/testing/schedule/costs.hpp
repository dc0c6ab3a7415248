// What tests and wide fixtures cost, in seconds: as earlier runs remember it, and as this run has
// learned since. Estimates, good enough to say what should begin first.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "testing/model/item.hpp"

namespace dyntest::schedule {

// A fixture that is wider than a test.
struct FixtureCost {
  model::Scope scope = model::Scope::session;
  double up = 0;  // seconds
  double down = 0;

  double total() const { return up + down; }
  // It lives on in a worker when a file ends.
  bool outlives_files() const { return scope >= model::Scope::folder; }
  bool operator==(const FixtureCost&) const = default;
};

class Costs {
 public:
  using Fixtures = std::map<std::string, FixtureCost>;  // by name

  Costs() = default;
  // `tests`: for each test of the run what it took, without the wide fixtures built for it.
  explicit Costs(std::vector<std::optional<double>> tests, Fixtures fixtures = {});

  // What it has taken; else what it took before; else what the others did on average.
  double of(std::size_t test) const;
  // What it took in earlier runs, if that is known.
  std::optional<double> before(std::size_t test) const { return before_[test]; }
  bool is_known(std::size_t test) const { return learned_[test] || before_[test]; }
  // Null where nothing is known of it: it is not wide, or was never built.
  const FixtureCost* fixture(const std::string& name) const;
  // Of those that both tests use.
  double shared(const model::Item& one, const model::Item& other) const;

  void learn(std::size_t test, double seconds);
  void learn_up(const std::string& name, model::Scope scope, double seconds);
  void learn_down(const std::string& name, double seconds);

  // What this run has learned; nothing of a test that did not end.
  const std::vector<std::optional<double>>& learned() const { return learned_; }
  const Fixtures& fixtures() const { return fixtures_; }

 private:
  std::vector<std::optional<double>> before_;
  std::vector<std::optional<double>> learned_;
  Fixtures fixtures_;
  double sum_ = 0;  // of all that is known
  std::size_t count_ = 0;
};

}  // namespace dyntest::schedule
