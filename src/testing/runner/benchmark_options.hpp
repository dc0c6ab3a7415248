// What the command line says about benchmarks, in pytest-benchmark's words (--benchmark-…). Parsed
// with the other options; the controller acts on it (benchmark_run.hpp), and a worker on its part.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "foundation/base/error.hpp"
#include "testing/builtin/sampling.hpp"
#include "testing/model/benchmark.hpp"
#include "testing/model/item.hpp"

namespace CLI {
class App;
}

namespace dyntest::runner {

// Which tests run, and whether they measure.
enum class BenchmarkMode { run, skip, only, disable };

// What a worker has to know.
struct BenchmarkWork {
  BenchmarkMode mode = BenchmarkMode::run;
  builtin::SamplingLimits limits;

  // Why the test is skipped; empty = it is not.
  std::string reason_to_skip(const model::Item& item) const;
  // Whether the test will measure.
  bool measures(const model::Item& item) const;
};

// --benchmark-compare-fail: how much longer a benchmark may take than in the stored run.
struct RegressionLimit {
  std::string text;  // as typed: `median:10%`
  std::string field;
  double model::Measurement::* figure = nullptr;
  double allowed = 0;  // percent of the stored figure, or seconds
  bool percent = false;

  bool exceeded(double now, double then) const;
};
base::Result<RegressionLimit> parse_regression_limit(const std::string& text);

struct BenchmarkOptions {
  BenchmarkWork work;
  std::optional<std::string> save;  // --benchmark-save
  bool autosave = false;
  std::optional<std::string> compare;  // --benchmark-compare; empty = the newest
  std::vector<RegressionLimit> limits;

  // As typed.
  bool only = false;
  bool skip = false;
  bool disable = false;
  std::vector<std::string> compare_fail;
};

// Declares the options; `options` is filled when `app` parses.
void add_benchmark_options(CLI::App& app, BenchmarkOptions& options);
// To be called after parsing: what words mean together. An error is one line with the remedy.
base::Status resolve(BenchmarkOptions& options);

}  // namespace dyntest::runner
