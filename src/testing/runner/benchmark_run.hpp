// The benchmarks of one run, as its controller sees them: which stored run they are compared with,
// what they measured, and at the end what is stored and which of them have regressed. Used by the
// session; shows nothing.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "foundation/base/error.hpp"
#include "testing/model/event.hpp"
#include "testing/report/benchmark_store.hpp"
#include "testing/runner/benchmark_options.hpp"

namespace dyntest::runner {

class BenchmarkRun {
 public:
  // `root`: of the suite. Runs are stored below `cache`.
  BenchmarkRun(BenchmarkOptions options, std::filesystem::path root, std::filesystem::path cache);

  // To be called first: reads the run to compare with. An error is one line with the remedy;
  // nothing should run then.
  base::Status open();

  // Events of the run.
  void on(const model::Event& event);

  // How the run ended as far as benchmarks are concerned.
  struct Judgement {
    std::vector<model::Event> events;  // to be told before the run's end
    int exit_code = 0;                 // of a run without other failures
    std::string error;                 // for stderr: why nothing could be stored; empty = fine
  };
  // Stores what passed, where that was asked for, and compares it. `tests`: of the run. To be
  // called once.
  Judgement judge(const model::Items& tests);

 private:
  struct Measured {
    std::size_t item;
    report::StoredBenchmark benchmark;
  };

  base::Result<std::string> save() const;
  void compare(model::BenchmarksJudged& judged) const;

  BenchmarkOptions options_;
  std::filesystem::path root_;
  std::filesystem::path cache_;
  report::BenchmarkStore store_;
  std::string baseline_;  // name of the stored run; empty = none
  report::StoredRun before_;
  model::RunStarted started_;
  std::vector<Measured> measured_;
};

}  // namespace dyntest::runner
