#include "testing/schedule/dependencies.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>

namespace dyntest::schedule {

Dependencies::Dependencies(std::vector<Tests> of) : of_{std::move(of)} {
  if (std::ranges::all_of(of_, &Tests::empty)) of_.clear();
}

// Depth first. Not by recursion: a chain may be as long as a suite.
Dependencies::Tests Dependencies::in_order(const Tests& tests) const {
  if (empty()) return tests;
  std::vector<std::optional<std::size_t>> rank(of_.size());  // none: not there, or begun
  for (std::size_t i = 0; i < tests.size(); ++i) rank[tests[i]] = i;
  Tests order;
  Tests begun;
  std::vector<bool> done(of_.size());
  for (const auto first : tests) {
    if (!done[first]) begun.push_back(first);
    while (!begun.empty()) {
      const std::size_t test = begun.back();
      rank[test].reset();
      std::optional<std::size_t> next;
      for (const auto each : of_[test])
        if (rank[each] && (!next || *rank[each] < *next)) next = rank[each];
      if (next) {
        begun.push_back(tests[*next]);
        continue;
      }
      done[test] = true;
      order.push_back(test);
      begun.pop_back();
    }
  }
  return order;
}

Dependencies Dependencies::among(const Tests& tests, std::size_t repeat) const {
  if (empty()) return {};
  std::vector<std::optional<std::size_t>> place(of_.size());
  for (std::size_t i = 0; i < tests.size(); ++i) place[tests[i]] = i;
  std::vector<Tests> left(tests.size() * repeat);
  for (std::size_t i = 0; i < tests.size(); ++i)
    for (const auto each : of_[tests[i]])
      if (place[each])
        for (std::size_t k = 0; k < repeat; ++k)
          left[i * repeat + k].push_back(*place[each] * repeat + k);
  return Dependencies{std::move(left)};
}

Dependencies::Tests Dependencies::leaders(std::size_t size) const {
  Tests leader(size);
  std::iota(leader.begin(), leader.end(), std::size_t{0});
  const auto find = [&leader](std::size_t test) {
    while (leader[test] != test) test = leader[test] = leader[leader[test]];
    return test;
  };
  for (std::size_t test = 0; test < of_.size(); ++test)
    for (const auto each : of_[test]) {
      const auto [first, second] = std::minmax({find(test), find(each)});
      leader[second] = first;
    }
  for (auto& test : leader) test = find(test);
  return leader;
}

}  // namespace dyntest::schedule
