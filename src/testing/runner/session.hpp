// One run of the command, from its words to its exit code: configuration, build, collection,
// selection, run, reports.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "testing/model/event.hpp"
#include "testing/runner/benchmark_run.hpp"
#include "testing/runner/build.hpp"
#include "testing/runner/bundles.hpp"
#include "testing/runner/cells.hpp"
#include "testing/runner/controller.hpp"
#include "testing/runner/guests.hpp"
#include "testing/runner/history.hpp"
#include "testing/runner/options.hpp"
#include "testing/runner/past_costs.hpp"
#include "testing/runner/policy.hpp"
#include "testing/runner/reporters.hpp"
#include "testing/select/config.hpp"
#include "testing/select/node_id.hpp"

namespace dyntest::runner {

class Session final : private model::Reporter {
 public:
  // `own_executable`: for a test executable, itself; it then neither builds nor looks for others.
  Session(Options options, select::Config config, std::string own_executable);

  // Returns the exit code.
  int run();

 private:
  // A line for the user and an exit code: leaves the run where it is.
  struct Stop {
    std::string text;
    int exit_code;
  };
  // Else the run ends with this error, as a wrong use.
  static void demand(const base::Status& status);
  void decide_cells();
  void start_reporters();
  void on(const model::Event& event) override;
  void flush() override;
  void show(const model::WrittenLines& written) override;
  void build_and_find();
  void open_bundles();
  void start_processes();
  void collect();
  void check_files();
  // Fills tests_ and selected_.
  void select();
  void make_policies();
  bool flaky_fails() const;
  void write_config(report::Writer& writer);
  void keep_googletest(std::vector<std::size_t>& chosen);
  const GivenSettings& given_settings();
  void check_settings();
  int list_declared();
  int run_tests();
  int finish(const RunResult& result);
  void keep_history();
  int end(int exit_code, const std::string& stopped, const std::string& error = {});
  std::size_t worker_count() const;

  Options options_;
  select::Config config_;
  std::string own_executable_;
  std::filesystem::path invocation_;
  base::Clock::time_point begin_;
  std::uint64_t seed_;

  Cells cells_;
  BenchmarkRun benchmarks_;
  StoredRuns stored_runs_;
  std::optional<History> history_;
  std::optional<Bundles> bundles_;
  PastCosts costs_;
  schedule::Costs expected_;                  // of selected_; none where nothing is run
  report::GoogleTestNames googletest_names_;  // of all tests, if GoogleTest's words were used
  std::optional<Reporters> reporters_;        // none where something is listed
  std::vector<Executable> executables_;
  std::vector<model::CollectionError> errors_;
  std::optional<cell::Keeper> keeper_;
  std::vector<cell::Tree> hogs_;
  std::optional<Controller> controller_;
  std::optional<GivenSettings> given_settings_;
  std::vector<Collection> collections_;  // without their items
  std::vector<model::Item> items_;       // all, in order
  std::vector<Selected> places_;         // where each of them is
  schedule::Dependencies dependencies_;  // of items_; once they are selected, of selected_
  model::Items selected_;                // those to run
  std::vector<Selected> tests_;          // where each of them is, and how it is run
  std::set<std::size_t> followed_;       // indices of those whose output is shown live
  std::optional<Policies> policies_;
  bool something_ran_ = false;    // a test was not skipped
  bool shard_is_empty_ = false;   // all that was selected falls to others
  bool collection_told_ = false;  // CollectionFinished has been emitted
};

}  // namespace dyntest::runner
