#include "testing/report/progress.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "testing/report/live_lines.hpp"
#include "testing/report/text.hpp"

namespace dyntest::report {

namespace {

constexpr std::size_t percentage_width = std::string_view{" [100%]"}.size();

// Breaks `text`, which begins at `column`, at blanks so that no line is longer than `width`.
std::string wrapped(std::string_view text, std::size_t column, std::size_t width) {
  std::string result;
  while (!text.empty()) {
    const std::size_t gap = text.find_first_not_of(' ');
    if (gap == std::string_view::npos) break;
    const std::string_view word = text.substr(gap, text.find(' ', gap) - gap);
    const std::size_t needed = gap + display_width(word);
    const bool fits = column + needed <= width || column == 0;
    result.append(fits ? std::string(gap, ' ') : "\n").append(word);
    column = fits ? column + needed : display_width(word);
    text.remove_prefix(gap + word.size());
  }
  return result;
}

}  // namespace

void Progress::test_started(const model::Item& item) {
  if (options_.written_lines) return;  // they would only split the line
  if (lines_per_test()) {
    open_test(item);
  } else if (options_.verbosity == 0) {
    open_file(item.file);
  }
}

void Progress::open_file(const std::string& file) {
  if (file == file_) return;
  if (!file_.empty()) write_percentage();
  start_line();
  file_ = file;
  writer_.write(paths_.shown(file) + " ");
}

void Progress::open_test(const model::Item& item) {
  start_line();
  writer_.write(paths_.shown_id(item) + " ");
  open_ = &item;
}

void Progress::start_line() {
  writer_.fresh_line();
  write_notices();
  if (!set_off_) writer_.line();
  set_off_ = true;
}

void Progress::phase_finished(const model::Item& item, const model::PhaseFinished& phase,
                              const Verdict& verdict) {
  if (options_.setup_show) {
    writer_.write(" ");
    writer_.write(lines_per_test() ? verdict.word : std::string_view{&verdict.letter, 1},
                  {verdict.colour, false});
    return;
  }
  if (lines_per_test()) return write_test_line(item, phase, verdict);
  if (options_.verbosity == 0) open_file(item.file);
  write_letter(verdict);
}

void Progress::write_letter(const Verdict& verdict) {
  writer_.write({&verdict.letter, 1}, {verdict.colour, false});
  const bool last = tally_.reported() == tally_.expected();
  const bool at_edge = writer_.column() + percentage_width + 1 >= writer_.width();
  if (!shows_percentage() || last || !at_edge) return;
  writer_.write(percentage(), {tally_.colour(), false});
  writer_.line();
  write_notices();
}

void Progress::write_test_line(const model::Item& item, const model::PhaseFinished& phase,
                               const Verdict& verdict) {
  if (open_ != &item) open_test(item);
  open_ = nullptr;
  writer_.write(verdict.word, {verdict.colour, false});
  constexpr Category reasoned[] = {Category::skipped, Category::xfailed, Category::xpassed,
                                   Category::flaky, Category::quarantined};
  const bool is_reasoned = std::ranges::find(reasoned, verdict.category) != std::end(reasoned);
  if (is_reasoned && !phase.reason.empty()) write_reason(phase.reason);
  write_percentage();
}

void Progress::write_reason(const std::string& reason) {
  const std::size_t right = writer_.width() - percentage_width - 1;
  if (options_.verbosity > 1) {
    writer_.write(wrapped(fmt::format(" ({})", reason), writer_.column(), right));
    return;
  }
  constexpr std::size_t brackets = 3;
  if (writer_.column() + brackets > right) return;
  const auto text = fitted(first_line(reason), right - writer_.column() - brackets);
  if (text) writer_.write(fmt::format(" ({})", *text));
}

std::string Progress::percentage() const {
  const std::size_t expected = tally_.expected();
  return fmt::format(" [{:3}%]", expected == 0 ? 100 : tally_.reported() * 100 / expected);
}

void Progress::write_percentage() {
  if (!shows_percentage() || writer_.column() == 0) return;
  const std::size_t taken = writer_.column() + 1;
  const std::size_t room = writer_.width() > taken ? writer_.width() - taken : 0;
  writer_.write(fmt::format("{:>{}}", percentage(), room), {tally_.colour(), false});
}

void Progress::fixture_moved(const model::Item& item, const model::FixtureStep& step) {
  test_started(item);
  writer_.fresh_line();
  // Wide fixtures stand left: S session, P folder, M file, C class, F test.
  constexpr std::string_view letters = "FCMPSR";
  const auto width = static_cast<std::size_t>(step.scope);
  const std::size_t indent = 2 * (4 - std::min<std::size_t>(width, 4));
  std::vector<std::string> uses = step.uses;
  std::ranges::sort(uses);
  const std::string used =
      uses.empty() || !step.up ? "" : fmt::format(" (fixtures used: {})", fmt::join(uses, ", "));
  writer_.write(fmt::format("{:{}}{:8} {} {}{}", "", indent, step.up ? "SETUP" : "TEARDOWN",
                            letters[width], step.name, used));
}

void Progress::test_set_up(const model::Item& item) {
  test_started(item);
  writer_.fresh_line();
  std::vector<std::string> uses = item.fixtures;
  std::ranges::sort(uses);
  const std::string used =
      uses.empty() ? "" : fmt::format(" (fixtures used: {})", fmt::join(uses, ", "));
  writer_.write(fmt::format("{:8}{}{}", "", paths_.shown_id(item), used));
}

void Progress::notice(std::string_view text) {
  const bool letters = !lines_per_test() && options_.capture && writer_.column() > 0;
  if (letters || open_ != nullptr) {
    waiting_.emplace_back(text);
    return;
  }
  writer_.fresh_line();
  writer_.line(text);
  file_.clear();
}

void Progress::write_notices() {
  for (const std::string& text : waiting_) writer_.line(text);
  waiting_.clear();
}

void Progress::attempt_failed(const model::Item& item) { phase_finished(item, {}, rerun_verdict); }

// For what is said at once, even inside a line of letters, because somebody waits for it. Whether
// it is inside one.
bool Progress::begin_aside() {
  const bool inside = writer_.column() > 0;
  writer_.fresh_line();
  if (!set_off_) writer_.line();
  set_off_ = true;
  return inside;
}

void Progress::end_aside(bool inside) {
  if (!inside) return;
  const auto* const open = std::exchange(open_, nullptr);
  if (open != nullptr) return open_test(*open);
  if (!lines_per_test() && options_.verbosity == 0) writer_.write(paths_.shown(file_) + " ");
}

void Progress::test_slow(const model::Item& item, const model::TestSlow& slow) {
  const bool inside = begin_aside();
  const std::string usual = slow.usual ? fmt::format(", usually {:.1f} s", *slow.usual) : "";
  writer_.write("SLOW", {Colour::yellow, false});
  writer_.line(fmt::format(" {} - {:.1f} s so far{}", paths_.shown_id(item), slow.seconds, usual));
  end_aside(inside);
}

void Progress::tests_running(const model::TestsRunning& running, const model::Items& items) {
  const bool inside = begin_aside();
  writer_.write("RUNNING", {Colour::cyan, false});
  writer_.line(fmt::format(" {}; {} of {} done", counted(running.tests.size(), "test"),
                           tally_.reported(), tally_.expected()));
  for (const auto& test : running.tests) {
    writer_.line(running_line(test, paths_.shown_id(items[test.item])));
    if (!test.fixtures.empty())
      writer_.line(fmt::format("   fixtures: {}", fmt::join(test.fixtures, ", ")));
    for (const auto line : lines_of(test.stacks)) writer_.line(fmt::format("   {}", line));
  }
  end_aside(inside);
}

void Progress::test_wrote(std::string_view head, const std::vector<std::string>& lines) {
  begin_aside();
  for (const auto& line : lines) writer_.line(fmt::format("{} {}", head, line));
  file_.clear();
  open_ = nullptr;
}

void Progress::finish(bool stopped) {
  if (!lines_per_test() && !stopped && tally_.reported() > 0) write_percentage();
  const bool inside_line = writer_.column() > 0;
  writer_.fresh_line();
  write_notices();
  open_ = nullptr;
  if (options_.verbosity >= 0 || !inside_line) writer_.line();
}

}  // namespace dyntest::report
