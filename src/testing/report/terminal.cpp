#include "testing/report/terminal.hpp"

#include <fmt/format.h>

#include <utility>

#include "foundation/base/panic.hpp"
#include "testing/report/header.hpp"
#include "testing/report/sections.hpp"
#include "testing/report/short_summary.hpp"

namespace dyntest::report {

Terminal::Terminal(TerminalOptions options, Sink sink)
    : options_{std::move(options)},
      sink_{std::move(sink)},
      writer_{options_.width, options_.colour},
      progress_{writer_, options_, paths_, tally_},
      ledger_{options_} {}

void Terminal::on(const model::Event& event) {
  std::visit([this](const auto& what) { handle(what); }, event);
  if (!writer_.empty()) sink_(live_.erase() + writer_.take());
}

void Terminal::show(const model::WrittenLines& written) {
  const std::string name = written.item ? " " + item(*written.item).title() : "";
  const std::string tag = written.fixture.empty() ? fmt::format("[w{}{}]", written.worker, name)
                                                  : fmt::format("[{} (run)]", written.fixture);
  progress_.test_wrote(tag, written.lines);
  sink_(live_.erase() + writer_.take());
}

const model::Item& Terminal::item(std::size_t index) const {
  base::require(index < items_.size(), "an event names a test that was not selected");
  return items_[index];
}

void Terminal::handle(const model::RunStarted& event) {
  paths_ = Paths{event.root, options_.invocation};
  again_ = event.again;
  write_header(writer_, event, options_);
}

void Terminal::handle(const model::CollectionFinished& event) {
  items_ = event.selected;
  errors_ = event.errors;
  tally_.set_expected(items_.size());
  tally_.add(Category::deselected, event.deselected);
  tally_.add(Category::error, errors_.size());
  write_collected(writer_, event, options_.verbosity);
}

void Terminal::handle(const model::TestStarted& event) {
  test_counted_ = test_failed_ = false;
  progress_.test_started(item(event.item));
}

void Terminal::handle(const model::AttemptFailed& event) {
  const model::Item& test = item(event.item);
  ledger_.attempt_failed(test, event);
  for (const auto& phase : event.phases)
    if (options_.durations) durations_.push_back({phase.seconds, phase.phase, &test});
  tally_.add(rerun_verdict.category);
  progress_.attempt_failed(test);
}

void Terminal::handle(const model::TestSlow& event) {
  progress_.test_slow(item(event.item), event);
}

void Terminal::handle(const model::TestsRunning& event) {
  if (event.asked) return progress_.tests_running(event, items_);
  if (!options_.live_lines) return;
  std::vector<std::string> lines;
  for (const auto& test : event.tests)
    lines.push_back(running_line(test, paths_.shown_id(item(test.item))));
  sink_(live_.draw(lines, writer_.column(), writer_.width()));
}

void Terminal::handle(const model::PhaseFinished& event) {
  const model::Item& test = item(event.item);
  const auto told = verdict(event);
  test_failed_ |= model::is_failure(event.outcome) || event.outcome == model::Outcome::flaky ||
                  event.outcome == model::Outcome::quarantined;
  const auto category = told ? std::optional{told->category} : std::nullopt;
  ledger_.phase_finished(test, event, category);
  if (event.measurement && event.outcome == model::Outcome::passed)
    benchmarks_.push_back({&test, *event.measurement});
  if (options_.durations) durations_.push_back({event.seconds, event.phase, &test});
  if (!told && options_.setup_show && event.phase == model::Phase::setup)
    progress_.test_set_up(test);
  if (!told) return;
  tally_.add(told->category);
  if (!test_counted_) tally_.test_reported();
  test_counted_ = true;
  progress_.phase_finished(test, event, *told);
}

void Terminal::handle(const model::FixtureStep& event) {
  if (options_.setup_show) progress_.fixture_moved(item(event.item), event);
}

void Terminal::handle(const model::TestFinished& event) {
  ledger_.test_finished();
  repetitions_.test_finished(item(event.item), test_failed_);
}

void Terminal::handle(const model::Notice& event) { progress_.notice(event.text); }

void Terminal::handle(const model::BenchmarksJudged& event) {
  judged_ = event;
  for (const auto& [index, measured] : event.before)
    for (BenchmarkRow& row : benchmarks_)
      if (row.item == &item(index)) row.before = measured;
  tally_.add(Category::regressed, event.regressions.size());
  if (!event.saved.empty()) generated("benchmarks: " + event.saved);
}

void Terminal::handle(const model::RunFinished& event) {
  const std::string stopped = stop_text(event, errors_.size());
  progress_.finish(!stopped.empty());
  if (!options_.no_summary) write_summary();
  write_regressions();
  if (!stopped.empty()) writer_.rule('!', stopped, {Colour::red, false});
  write_count_line(writer_, tally_, event.seconds, options_.verbosity);
}

void Terminal::write_summary() {
  write_errors(writer_, paths_, options_, again_, errors_, ledger_);
  write_failures(writer_, paths_, options_, again_, ledger_);
  write_passes(writer_, options_, ledger_);
  write_benchmarks(writer_, benchmarks_, judged_.baseline, options_.benchmark_columns);
  if (options_.verbosity >= 0) {
    for (const std::string& what : generated_) writer_.rule('-', "generated " + what);
  }
  repetitions_.write(writer_, paths_);
  write_durations(writer_, options_, std::move(durations_));
  write_short_summary(writer_, paths_, options_, errors_, ledger_);
}

// Also with --no-summary: nothing else would say why the run failed.
void Terminal::write_regressions() {
  for (const std::string& line : judged_.regressions) {
    writer_.write("REGRESSED", {Colour::red, false});
    writer_.line(" " + line);
  }
}

}  // namespace dyntest::report
