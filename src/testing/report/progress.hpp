// The part of the report that grows while tests run: a line of letters for each file with the
// percentage at its right edge, or with -v a line for each test.
//
//   tests/unit/test_unit_router_prefix.cpp .F.s                                             [ 79%]
//   tests/unit/test_unit_router_prefix.cpp::keeps_order SKIPPED (no GPU here)               [ 13%]
//
// Lines that belong to the run and to no test never split a line of letters: they wait for its end.
// What somebody waits for (a slow test, what runs just now) is said at once.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "testing/model/event.hpp"
#include "testing/report/options.hpp"
#include "testing/report/paths.hpp"
#include "testing/report/tally.hpp"
#include "testing/report/writer.hpp"

namespace dyntest::report {

class Progress {
 public:
  // Borrows everything. `tally` must already count a phase when it is handed in here.
  Progress(Writer& writer, const TerminalOptions& options, const Paths& paths, const Tally& tally)
      : writer_{writer}, options_{options}, paths_{paths}, tally_{tally} {}

  // So that the place is on screen while the test runs.
  void test_started(const model::Item& item);
  void phase_finished(const model::Item& item, const model::PhaseFinished& phase,
                      const Verdict& verdict);
  // With --setup-show: where each fixture and each test begins.
  void fixture_moved(const model::Item& item, const model::FixtureStep& step);
  void test_set_up(const model::Item& item);
  // Another attempt follows.
  void attempt_failed(const model::Item& item);
  void test_slow(const model::Item& item, const model::TestSlow& slow);
  void tests_running(const model::TestsRunning& running, const model::Items& items);
  // Lines by themselves, each behind `head`; letters and words begin a line of their own behind
  // them.
  void test_wrote(std::string_view head, const std::vector<std::string>& lines);
  void notice(std::string_view text);
  // Ends the last line and sets what follows off. A run that was stopped gets no last percentage.
  void finish(bool stopped);

 private:
  bool lines_per_test() const { return options_.verbosity > 0; }
  bool begin_aside();
  void end_aside(bool inside);
  void open_file(const std::string& file);
  void open_test(const model::Item& item);
  void start_line();
  void write_letter(const Verdict& verdict);
  bool shows_percentage() const { return options_.capture && !options_.setup_show; }
  void write_test_line(const model::Item& item, const model::PhaseFinished& phase,
                       const Verdict& verdict);
  void write_reason(const std::string& reason);
  std::string percentage() const;
  void write_percentage();
  void write_notices();

  Writer& writer_;
  const TerminalOptions& options_;
  const Paths& paths_;
  const Tally& tally_;
  std::string file_;                   // whose letters are being written
  const model::Item* open_ = nullptr;  // -v: its id is written, its word is not
  bool set_off_ = false;               // the empty line after the header is there
  std::vector<std::string> waiting_;
};

}  // namespace dyntest::report
