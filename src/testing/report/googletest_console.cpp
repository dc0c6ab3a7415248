#include "testing/report/googletest_console.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "testing/model/exit_code.hpp"
#include "testing/report/text.hpp"

namespace dyntest::report {

namespace {

std::string tests(std::size_t count) { return counted(count, "test"); }
std::string suites(std::size_t count) { return counted(count, "test suite"); }

// The run came to a verdict on its tests; else what kept it from one has been said.
bool has_verdict(int exit_code) {
  namespace code = model::exit_code;
  return exit_code == code::ok || exit_code == code::tests_failed ||
         exit_code == code::no_tests_selected;
}

void append_whole_lines(std::string& to, const std::string& text) {
  to += text;
  if (!text.empty() && !text.ends_with('\n')) to += '\n';
}

}  // namespace

GoogleTestConsole::GoogleTestConsole(GoogleTestStyle style, const GoogleTestNames& names, Sink sink)
    : style_{std::move(style)}, names_{names}, sink_{std::move(sink)} {}

void GoogleTestConsole::on(const model::Event& event) {
  if (const auto* started = std::get_if<model::RunStarted>(&event)) {
    shard_ = started->shard;
  } else if (const auto* collection = std::get_if<model::CollectionFinished>(&event)) {
    handle(*collection);
  } else if (const auto* test = std::get_if<model::TestStarted>(&event)) {
    handle(*test);
  } else if (const auto* phase = std::get_if<model::PhaseFinished>(&event)) {
    handle(*phase);
  } else if (const auto* over = std::get_if<model::TestFinished>(&event)) {
    handle(*over);
  } else if (const auto* notice = std::get_if<model::Notice>(&event)) {
    line(notice->text);
  } else if (const auto* judged = std::get_if<model::BenchmarksJudged>(&event)) {
    for (const auto& regression : judged->regressions) line("REGRESSED " + regression);
  } else if (const auto* finished = std::get_if<model::RunFinished>(&event)) {
    handle(*finished);
  }
  if (!text_.empty()) sink_(std::exchange(text_, {}));
}

void GoogleTestConsole::handle(const model::CollectionFinished& event) {
  items_ = event.selected;
  collected_ = event.errors.empty();
  for (const auto& error : event.errors) {
    line("ERROR collecting " + error.path);
    append_whole_lines(text_, error.text);
  }
}

void GoogleTestConsole::begin_run() {
  if (std::exchange(begun_, true) || style_.brief) return;
  if (style_.filter != "*")
    line(coloured(Hue::yellow, "Note: Google Test filter = " + style_.filter));
  if (shard_)
    line(coloured(Hue::yellow,
                  fmt::format("Note: This is test shard {} of {}.", shard_->index, shard_->total)));
  std::set<std::string> to_run;
  for (const auto& item : items_) to_run.insert(names_.of(item).suite);
  tell(Hue::green, "[==========]",
       fmt::format("Running {} from {}.", tests(items_.size()), suites(to_run.size())));
  if (!items_.empty()) tell(Hue::green, "[----------]", "Global test environment set-up.");
}

void GoogleTestConsole::begin_suite(std::size_t item) {
  suite_ = names_.of(items_[item]).suite;
  suites_.insert(suite_);
  suite_seconds_ = 0;
  suite_tests_ = 0;
  while (item + suite_tests_ < items_.size() &&
         names_.of(items_[item + suite_tests_]).suite == suite_)
    ++suite_tests_;
  if (!style_.brief)
    tell(Hue::green, "[----------]", fmt::format("{} from {}", tests(suite_tests_), suite_));
}

void GoogleTestConsole::end_suite() {
  if (suite_.empty()) return;
  const std::string name = std::exchange(suite_, {});
  if (style_.brief || !style_.print_time) return;
  tell(Hue::green, "[----------]",
       fmt::format("{} from {} ({:.0f} ms total)", tests(suite_tests_), name,
                   std::round(suite_seconds_ * 1000)));
  line();
}

void GoogleTestConsole::handle(const model::TestStarted& event) {
  begin_run();
  running_ = {};
  if (names_.of(items_[event.item]).suite != suite_) {
    end_suite();
    begin_suite(event.item);
  }
  if (!style_.brief) tell(Hue::green, "[ RUN      ]", full_name(event.item));
}

void GoogleTestConsole::handle(const model::PhaseFinished& event) {
  const std::size_t told = running_.failures.size();
  const bool was_skipped = running_.skipped.has_value();
  const std::string remark = running_.remark;
  running_.add(event, style_.source_root);
  append_whole_lines(text_, event.captured.standard_output);
  append_whole_lines(text_, event.captured.standard_error);
  append_whole_lines(text_, event.captured.log);
  for (std::size_t i = told; i < running_.failures.size(); ++i) {
    line(running_.failures[i].place() + ": Failure");
    line(running_.failures[i].message);
  }
  if (running_.skipped && !was_skipped) {
    line(running_.skipped->place() + ": Skipped");
    line(running_.skipped->message);
  }
  if (running_.remark != remark && !style_.brief) line(running_.remark);
}

void GoogleTestConsole::handle(const model::TestFinished& event) {
  using State = GoogleTestCase::State;
  ++ran_;
  suite_seconds_ += event.seconds;
  const std::string time = took(event.seconds);
  switch (running_.state) {
    case State::ok:
      ++passed_;
      if (!style_.brief) tell(Hue::green, "[       OK ]", full_name(event.item) + time);
      break;
    case State::skipped:
      skipped_.push_back(full_name(event.item));
      if (!style_.brief) tell(Hue::green, "[  SKIPPED ]", full_name(event.item) + time);
      break;
    case State::not_run:  // ended without a word on how
    case State::failed:
      failed_.push_back(name_and_parameters(event.item));
      tell(Hue::red, "[  FAILED  ]", name_and_parameters(event.item) + time);
      break;
  }
}

void GoogleTestConsole::handle(const model::RunFinished& event) {
  if (!collected_ || !has_verdict(event.exit_code)) {
    if (!event.stopped.empty()) line(event.stopped);
    return;
  }
  begin_run();
  end_suite();
  if (!style_.brief && !items_.empty())
    tell(Hue::green, "[----------]", "Global test environment tear-down");
  write_summary(event);
}

void GoogleTestConsole::write_summary(const model::RunFinished& event) {
  const std::string time =
      style_.print_time ? fmt::format(" ({:.0f} ms total)", std::round(event.seconds * 1000)) : "";
  tell(Hue::green, "[==========]",
       fmt::format("{} from {} ran.{}", tests(ran_), suites(suites_.size()), time));
  tell(Hue::green, "[  PASSED  ]", tests(passed_) + ".");
  write_list(Hue::green, "[  SKIPPED ]", skipped_);
  if (!style_.brief) write_list(Hue::red, "[  FAILED  ]", failed_);
  if (!failed_.empty() && !style_.brief)
    line(fmt::format("\n{:2} FAILED {}", failed_.size(), failed_.size() == 1 ? "TEST" : "TESTS"));
  if (ran_ < items_.size())
    line(coloured(Hue::yellow, fmt::format("{} did not run{}{}", tests(items_.size() - ran_),
                                           event.stopped.empty() ? "" : ": ", event.stopped)));
}

void GoogleTestConsole::write_list(Hue hue, std::string_view tag,
                                   const std::vector<std::string>& names) {
  if (names.empty()) return;
  tell(hue, tag, tests(names.size()) + (style_.brief ? "." : ", listed below:"));
  if (style_.brief) return;
  for (const auto& name : names) tell(hue, tag, name);
}

void GoogleTestConsole::tell(Hue hue, std::string_view tag, std::string_view text) {
  line(coloured(hue, fmt::format("{} ", tag)).append(text));
}

void GoogleTestConsole::line(std::string_view text) { text_.append(text) += '\n'; }

std::string GoogleTestConsole::coloured(Hue hue, std::string_view text) const {
  if (!style_.colour) return std::string{text};
  const int number = hue == Hue::green ? 2 : hue == Hue::red ? 1 : 3;
  return fmt::format("\x1b[0;3{}m{}\x1b[m", number, text);
}

std::string GoogleTestConsole::took(double seconds) const {
  return style_.print_time ? fmt::format(" ({:.0f} ms)", std::round(seconds * 1000)) : "";
}

std::string GoogleTestConsole::full_name(std::size_t item) const {
  return names_.of(items_[item]).full();
}

std::string GoogleTestConsole::name_and_parameters(std::size_t item) const {
  const auto& test = items_[item];
  return full_name(item) +
         (test.has_parameters ? ", where GetParam() = " + test.parameters : std::string{});
}

}  // namespace dyntest::report
