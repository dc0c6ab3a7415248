// Stored benchmarks: a folder of runs, `0001_main.json`, `0002_main.json`, … (the format is in
// docs/formats/benchmarks.md). Used by the runner for --benchmark-save and --benchmark-compare;
// judges nothing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "foundation/base/error.hpp"
#include "testing/model/benchmark.hpp"

namespace dyntest::report {

inline constexpr int benchmark_format_version = 1;

// What one test measured.
struct StoredBenchmark {
  std::string id;  // node id
  model::Measurement measured;
  bool operator==(const StoredBenchmark&) const = default;
};

struct StoredRun {
  std::string version;    // dyntest's
  std::string timestamp;  // of the run's start, ISO 8601 with offset
  std::string hostname;
  std::vector<StoredBenchmark> benchmarks;
  bool operator==(const StoredRun&) const = default;
};

class BenchmarkStore {
 public:
  // `folder` need not exist.
  explicit BenchmarkStore(std::string folder) : folder_{std::move(folder)} {}

  // Names of the runs, oldest first: `0001_main`.
  std::vector<std::string> names() const;

  // The newest run whose name is or begins with `wanted` (`0001`), or that was saved as `wanted`
  // (`main`); any, if it is empty.
  std::optional<std::string> find(const std::string& wanted) const;

  // `name` is one that find gave. An error is one line with the file and the remedy.
  base::Result<StoredRun> read(const std::string& name) const;

  // Writes the file whole or not at all, under the next number; returns its path.
  base::Result<std::string> save(const std::string& saved_as, const StoredRun& run) const;

 private:
  std::string path_of(const std::string& name) const;

  std::string folder_;
};

}  // namespace dyntest::report
