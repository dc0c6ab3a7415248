// The console report of a run, in pytest's shapes (docs/formats/terminal.md settles each line).
// Made by whoever runs tests; consumes events and hands text to a sink. Reads source files to show
// failures with; decides nothing, and what it writes does not depend on the number of workers.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "testing/model/event.hpp"
#include "testing/report/benchmark_table.hpp"
#include "testing/report/durations.hpp"
#include "testing/report/ledger.hpp"
#include "testing/report/live_lines.hpp"
#include "testing/report/options.hpp"
#include "testing/report/paths.hpp"
#include "testing/report/progress.hpp"
#include "testing/report/repetitions.hpp"
#include "testing/report/tally.hpp"
#include "testing/report/writer.hpp"

namespace dyntest::report {

// Receives text as it comes; called at most once for each event.
using Sink = std::function<void(std::string_view)>;

class Terminal final : public model::Reporter {
 public:
  Terminal(TerminalOptions options, Sink sink);
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  void on(const model::Event& event) override;
  void show(const model::WrittenLines& written) override;

  // A file that another reporter has written: `--- generated xml file: /tmp/out.xml ---`. To be
  // said before the run's end is handed in.
  void generated(std::string_view what) { generated_.emplace_back(what); }

 private:
  void handle(const model::RunStarted& event);
  void handle(const model::CollectionFinished& event);
  void handle(const model::TestStarted& event);
  void handle(const model::AttemptFailed& event);
  void handle(const model::PhaseFinished& event);
  void handle(const model::FixtureStep& event);
  void handle(const model::TestFinished& event);
  void handle(const model::TestSlow& event);
  void handle(const model::TestsRunning& event);
  void handle(const model::Notice& event);
  void handle(const model::BenchmarksJudged& event);
  void handle(const model::RunFinished& event);
  void write_summary();
  void write_regressions();
  const model::Item& item(std::size_t index) const;

  const TerminalOptions options_;
  const Sink sink_;
  Writer writer_;
  Paths paths_;
  Tally tally_;
  Progress progress_;
  Ledger ledger_;
  model::Items items_;
  std::vector<model::CollectionError> errors_;
  std::vector<PhaseDuration> durations_;
  std::vector<std::string> generated_;
  std::vector<BenchmarkRow> benchmarks_;
  model::BenchmarksJudged judged_;
  Repetitions repetitions_;
  LiveLines live_;
  std::string again_;          // RunStarted::again
  bool test_counted_ = false;  // the running test has a verdict already
  bool test_failed_ = false;   // and this one: it failed, at least once
};

}  // namespace dyntest::report
