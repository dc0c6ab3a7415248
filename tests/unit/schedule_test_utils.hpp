// Plans of a few tests, for tests of what they give to workers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "testing/schedule/plan.hpp"

namespace schedule_test {

using namespace dyntest;
using schedule::Costs;
using schedule::Crew;
using schedule::Needs;
using schedule::Piece;
using schedule::Plan;
using schedule::Pool;

struct Given {
  std::string file;
  std::optional<double> seconds = {};
  std::vector<std::string> fixtures = {};
  Needs needs = {};
  std::size_t executable = 0;
  bool isolated = false;
  std::uint32_t repetition = 0;
  schedule::GpuNeeds gpus = {};
};

// A plan with all that it is made of.
class Suite {
 public:
  explicit Suite(const std::vector<Given>& tests, std::size_t workers = 2,
                 Costs::Fixtures fixtures = {}, bool whole_files = false,
                 std::uint32_t together = 0)
      : costs_{seconds_of(tests), std::move(fixtures)},
        plan_{tasks_of(tests), items_of(tests), costs_, {workers, whole_files, together}} {}

  Plan& plan() { return plan_; }
  Costs& costs() { return costs_; }

 private:
  static std::vector<std::optional<double>> seconds_of(const std::vector<Given>& tests) {
    std::vector<std::optional<double>> seconds;
    for (const auto& test : tests) seconds.push_back(test.seconds);
    return seconds;
  }
  static std::vector<schedule::Task> tasks_of(const std::vector<Given>& tests) {
    std::vector<schedule::Task> tasks;
    for (const auto& test : tests)
      tasks.push_back({{test.executable, test.isolated, test.gpus}, test.needs});
    return tasks;
  }
  static model::Items items_of(const std::vector<Given>& tests) {
    std::vector<model::Item> items;
    for (const auto& test : tests) {
      auto& item = items.emplace_back();
      item.file = test.file;
      item.fixtures = test.fixtures;
      item.repetition = test.repetition;
    }
    return items;
  }

  Costs costs_;
  Plan plan_;
};

// `0-2`: the tests of a piece, both ends included; empty for none.
inline std::string text(const std::optional<Piece>& piece) {
  if (!piece) return "";
  return std::to_string(piece->begin) + "-" + std::to_string(piece->end - 1);
}

// What one worker is given until nothing is left for it.
inline std::string all_of(Plan& plan, const Pool& pool, const Crew& crew = {}) {
  std::string pieces;
  Plan::Names holds;
  for (;;) {
    const auto choice = plan.take(crew, holds, pool, {});
    if (!choice.piece) return pieces;
    pieces += text(choice.piece) + " ";
  }
}

inline const Pool free_pool{8};

}  // namespace schedule_test
