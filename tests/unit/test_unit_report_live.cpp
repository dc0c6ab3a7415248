// What runs just now: lines that come and go on a terminal, and the answer to who asks.
#include <string>

#include "conftest.hpp"
#include "report_test_utils.hpp"
#include "testing/report/live_lines.hpp"
#include "testing/report/terminal.hpp"

using namespace report_test;
using dyntest::report::LiveLines;
using dyntest::report::running_line;
using dyntest::report::Terminal;

namespace {

const std::string file = "tests/unit/test_unit_kv_x.cpp";

// A terminal in the middle of a run of two tests, the first of which has passed.
class Console {
 public:
  explicit Console(TerminalOptions options)
      : terminal_{options, [this](std::string_view part) { text_ += part; }} {
    terminal_.on(RunStarted{});
    CollectionFinished collected;
    collected.selected = {item(file, "first"), item(file, "second")};
    terminal_.on(collected);
    terminal_.on(TestStarted{0});
    PhaseFinished passed;
    terminal_.on(passed);
    terminal_.on(TestFinished{0, 0.1});
    terminal_.on(TestStarted{1});
    text_.clear();
  }

  std::string said(const Event& event) {
    text_.clear();
    terminal_.on(event);
    return text_;
  }

  std::string shown(const WrittenLines& written) {
    text_.clear();
    terminal_.show(written);
    return text_;
  }

 private:
  std::string text_;
  Terminal terminal_;
};

TestsRunning second_runs(bool asked) {
  RunningTest test{1, 2, Phase::call, 12.34, 0.4};
  if (asked) test.fixtures = {"Etcd (session)", "Model (function)"};
  if (asked) test.stacks = "thread 7:\n  pause\n";
  return {{test}, asked};
}

}  // namespace

TEST(lines_stand_below_and_the_cursor_goes_back) {
  LiveLines live;
  CHECK(live.draw({"one", "two"}, 5, 80) == "\none\ntwo\x1b[2A\r\x1b[5C");
  CHECK(live.draw({"three"}, 0, 80) == "\x1b[J\nthree\x1b[1A\r");
  CHECK(live.erase() == "\x1b[J");
  CHECK(live.erase() == "");
  CHECK(live.draw({}, 5, 80) == "");
}

TEST(lines_are_cut_to_the_width) {
  LiveLines live;
  CHECK(live.draw({"0123456789"}, 0, 9) == "\n01234...\x1b[1A\r");
}

TEST(a_line_tells_worker_phase_and_times) {
  CHECK(running_line({0, 3, Phase::teardown, 100.26}, "a::b") == "w3 teardown  100.3 s  a::b");
  CHECK(running_line({0, 3, Phase::setup, 0.5, 4.2}, "a::b") ==
        "w3 setup       0.5 s, usually 4.2 s  a::b");
}

TEST(lines_come_where_somebody_looks_and_go_with_the_next_letter) {
  TerminalOptions options;
  options.live_lines = true;
  Console console{options};
  const auto column = std::to_string(file.size() + 2);
  CHECK(console.said(second_runs(false)) ==
        "\nw2 call       12.3 s, usually 0.4 s  " + file + "::second\x1b[1A\r\x1b[" + column + "C");
  PhaseFinished passed;
  passed.item = 1;
  CHECK(console.said(passed) == "\x1b[J.");
}

TEST(nothing_comes_where_nobody_looks) {
  Console console{{}};
  CHECK(console.said(second_runs(false)) == "");
}

TEST(who_asks_is_told_all_and_the_line_goes_on) {
  Console console{{}};
  CHECK(console.said(second_runs(true)) ==
        "\nRUNNING 1 test; 1 of 2 done\n"
        "w2 call       12.3 s, usually 0.4 s  " +
            file +
            "::second\n"
            "   fixtures: Etcd (session), Model (function)\n"
            "   thread 7:\n"
            "     pause\n" +
            file + " ");
}

TEST(written_lines_say_who_wrote_them) {
  TerminalOptions options;
  options.written_lines = true;
  Console console{options};
  CHECK(console.shown({1, 3, {"one", "two"}}) == "\n[w3 second] one\n[w3 second] two\n");
  CHECK(console.shown({{}, 3, {"nobody's"}}) == "[w3] nobody's\n");
  CHECK(console.shown({{}, 0, {"ready"}, "Etcd"}) == "[Etcd (run)] ready\n");
}

TEST(letters_begin_anew_behind_written_lines) {
  TerminalOptions options;
  options.written_lines = true;
  Console console{options};
  console.shown({1, 3, {"one"}});
  PhaseFinished passed;
  passed.item = 1;
  CHECK(console.said(passed).starts_with(file + " ."));
}

TEST(written_lines_take_the_place_of_what_runs) {
  TerminalOptions options;
  options.live_lines = options.written_lines = true;
  Console console{options};
  console.said(second_runs(false));
  CHECK(console.shown({1, 3, {"one"}}) == "\x1b[J\n[w3 second] one\n");
}
