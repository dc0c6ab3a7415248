// Header, short summary and last line of the console report.
#include <string>

#include "conftest.hpp"
#include "report_test_utils.hpp"
#include "testing/report/tally.hpp"
#include "testing/report/text.hpp"

using namespace report_test;
using dyntest::report::report_characters;

namespace {

const std::string file = "t/unit/test_unit_kv_x.cpp";

std::string summary_of(const Run& run, const TerminalOptions& options) {
  return below(run.on_terminal(options), "short test summary info");
}

TerminalOptions showing(std::string characters, int verbosity = 0) {
  TerminalOptions result = options(verbosity);
  result.traceback = dyntest::report::Traceback::no;
  result.report = std::move(characters);
  return result;
}

Run one_of_each() {
  Run run;
  run.test(item(file, "fails"), {failed("1 == 2")});
  run.test(item(file, "passes"), {passed(), failed("still alive", Phase::teardown)});
  run.test(item(file, "skips"), {skipped("no GPU", {file, 7})});
  run.test(item(file, "xfails"), {phase(Phase::call, Outcome::xfailed, "bug 12")});
  run.test(item(file, "xpasses"), {phase(Phase::call, Outcome::xpassed, "fixed")});
  return run;
}

}  // namespace

TEST(begins_with_what_runs_and_where) {
  Run run;
  run.started().version = "0.1.0";
  run.started().config = "dyntest.toml";
  run.started().header_lines = {"cells: off"};
  run.collection().deselected = 21;
  run.collection().errors = {{"tests/unit/test_unt_x.cpp", "unknown type"}};
  run.test(item(file, "a"), {passed()});
  CHECK(below(run.on_terminal(options()), "test session starts") ==
        "platform linux -- dyntest 0.1.0\n"
        "rootdir: /suite\n"
        "configfile: dyntest.toml\n"
        "cells: off\n"
        "collected 22 items / 1 error / 21 deselected / 1 selected\n"
        "\n"
        "t/unit/test_unit_kv_x.cpp .                          [100%]\n"
        "\n");
}

TEST(does_not_depend_on_the_number_of_workers) {
  Run alone = one_of_each();
  Run together = one_of_each();
  together.collection().workers = 8;
  CHECK(alone.on_terminal(options()) == together.on_terminal(options()));
}

TEST(summarises_failures_and_errors) {
  CHECK(summary_of(one_of_each(), showing("fE")) ==
        "FAILED t/unit/test_unit_kv_x.cpp::fails - 1 == 2\n"
        "ERROR t/unit/test_unit_kv_x.cpp::passes - still alive\n");
}

TEST(summarises_in_the_order_of_the_letters) {
  CHECK(summary_of(one_of_each(), showing("psxX")) ==
        "PASSED t/unit/test_unit_kv_x.cpp::passes\n"
        "SKIPPED [1] t/unit/test_unit_kv_x.cpp:7: no GPU\n"
        "XFAIL t/unit/test_unit_kv_x.cpp::xfails - bug 12\n"
        "XPASS t/unit/test_unit_kv_x.cpp::xpasses - fixed\n");
}

TEST(has_no_summary_with_N) {
  CHECK(one_of_each().on_terminal(showing("N")).find("short test summary") == std::string::npos);
}

TEST(cuts_a_message_to_the_width) {
  Run run;
  run.test(item(file, "fails"), {failed("router.route(prompt).worker == 0\n  1 == 0")});
  CHECK(summary_of(run, showing("f")) ==
        "FAILED t/unit/test_unit_kv_x.cpp::fails - router.route(pr...\n");
}

TEST(shows_a_whole_message_with_vv) {
  Run run;
  run.test(item(file, "fails"), {failed("router.route(prompt).worker == 0\n  1 == 0")});
  CHECK(summary_of(run, showing("f", 2)) ==
        "FAILED t/unit/test_unit_kv_x.cpp::fails - router.route(prompt).worker == 0\n"
        "  1 == 0\n");
}

TEST(says_how_many_more_failures_a_test_had) {
  PhaseFinished thrice = failed("router.route(prompt).worker == 0");
  thrice.failures.resize(3, thrice.failures.front());
  Run run;
  run.test(item(file, "x"), {thrice});
  CHECK(summary_of(run, showing("f")) ==
        "FAILED t/unit/test_unit_kv_x.cpp::x - router... (and 2 more)\n");
}

TEST(folds_tests_that_were_skipped_at_one_place) {
  Run run;
  for (const char* name : {"a", "b"}) run.test(item(file, name), {skipped("no GPU", {file, 7})});
  run.test(item(file, "c"), {skipped("no GPU", {file, 9})});
  CHECK(summary_of(run, showing("s")) ==
        "SKIPPED [2] t/unit/test_unit_kv_x.cpp:7: no GPU\n"
        "SKIPPED [1] t/unit/test_unit_kv_x.cpp:9: no GPU\n");
}

TEST(counts_in_the_order_people_know) {
  Run run = one_of_each();
  run.collection().deselected = 2;
  run.finished().seconds = 83.2;
  TerminalOptions wide = options();
  wide.width = 100;
  CHECK(run.on_terminal(wide).ends_with(
      "\n== 1 failed, 1 passed, 1 skipped, 2 deselected, 1 xfailed, 1 xpassed, 1 error "
      "in 83.20s (0:01:23) ==\n"));
}

TEST(says_that_no_tests_ran) {
  CHECK(Run{}.on_terminal(options()).ends_with(
      "collected 0 items\n\n"
      "================== no tests ran in 0.00s ===================\n"));
}

TEST(says_why_it_stopped) {
  Run run;
  run.test(item(file, "fails"), {failed("no")}).stopped("stopping after 1 failures");
  CHECK(run.on_terminal(showing("N"))
            .ends_with("\n"
                       "!!!!!!!!!!!!!!!! stopping after 1 failures !!!!!!!!!!!!!!!!!\n"
                       "==================== 1 failed in 0.00s =====================\n"));
}

TEST(is_interrupted_by_collection_errors) {
  Run run;
  run.collection().errors = {
      {"t/unit/test_unt_x.cpp", "t/unit/test_unt_x.cpp: unknown type 'unt'\ndid you mean unit?"}};
  run.finished().exit_code = 2;
  const std::string text = run.on_terminal(options());
  CHECK(below(text, "ERRORS") ==
        "__________ ERROR collecting t/unit/test_unt_x.cpp __________\n"
        "t/unit/test_unt_x.cpp: unknown type 'unt'\n"
        "did you mean unit?\n");
  CHECK(
      text.ends_with("ERROR t/unit/test_unt_x.cpp - unknown type 'unt'\n"
                     "!!!!!!!!!! Interrupted: 1 error during collection !!!!!!!!!!\n"
                     "===================== 1 error in 0.00s =====================\n"));
}

TEST(is_red_after_a_failure, (dyntest::model::Outcome outcome, std::string colour),
     cases(row(Outcome::passed, "\x1b[32m").id("green"), row(Outcome::failed, "\x1b[31m").id("red"),
           row(Outcome::xpassed, "\x1b[33m").id("yellow"),
           row(Outcome::skipped, "\x1b[33m").id("nothing_passed"))) {
  Run run;
  run.test(item(file, "a"), {phase(Phase::call, outcome)});
  TerminalOptions coloured = showing("N");
  coloured.colour = true;
  const std::string text = run.on_terminal(coloured);
  const std::string last_line = text.substr(text.rfind('\n', text.size() - 2) + 1);
  CHECK(last_line.starts_with(colour + "===="));
}

TEST(resolves_report_characters, (std::string typed, std::string meant),
     cases(row("fE", "fE"), row("a", "sxXEfRq"), row("A", "PpsxXEfRq"), row("fN", "").id("N"),
           row("FFS", "fs"), row("xaP", "sxXEfRqP"))) {
  CHECK(report_characters(typed) == meant);
}

TEST(names_a_generated_file) {
  Run run;
  run.test(item(file, "a"), {passed()});
  std::string text;
  dyntest::report::Terminal terminal{options(), [&text](std::string_view part) { text += part; }};
  terminal.generated("xml file: /tmp/out.xml");
  run.tell(terminal);
  CHECK(between(text, "-", "=") ==
        "------------- generated xml file: /tmp/out.xml -------------\n");
}

TEST(lists_the_slowest_phases_first) {
  PhaseFinished slow = passed();
  slow.seconds = 0.5;
  PhaseFinished fast = passed();
  fast.seconds = 0.001;
  Run run;
  run.test(item(file, "fast"), {fast}).test(item(file, "slow"), {slow});
  TerminalOptions durations = options();
  durations.durations = 3;
  CHECK(below(run.on_terminal(durations), "slowest 3 durations") ==
        "0.50s call     t/unit/test_unit_kv_x.cpp::slow\n"
        "\n"
        "(1 durations < 0.005s hidden.  Use -vv to show these durations.)\n");
}
