// What tests and wide fixtures took in earlier runs: .dyntest_cache/durations.json, by node id and
// by name. Read before a run, so that what takes long begins early; written after it.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <unordered_map>

#include "foundation/base/error.hpp"
#include "testing/model/item.hpp"
#include "testing/schedule/costs.hpp"

namespace dyntest::runner {

class PastCosts {
 public:
  // A file that is missing or cannot be read is as if nothing had ever run.
  static PastCosts read(const std::filesystem::path& cache_folder);

  // Of these tests, for the plan of a run. One that `has_run` and is not remembered took no time
  // worth a line; of others nothing is known.
  using HasRun = std::function<bool(const std::string& id)>;
  schedule::Costs of(const model::Items& items, const HasRun& has_run) const;
  // What a run has learned of the same tests. Tests of less than a millisecond are left out, and so
  // is what differs by less than a fifth from what is there.
  void learn(const model::Items& items, const schedule::Costs& costs);
  // Does nothing if nothing new was learned.
  base::Status write(const std::filesystem::path& cache_folder) const;

 private:
  std::unordered_map<std::string, double> tests_;  // seconds, by node id
  schedule::Costs::Fixtures fixtures_;
  bool changed_ = false;
};

}  // namespace dyntest::runner
