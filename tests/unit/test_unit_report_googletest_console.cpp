// A run as GoogleTest tells it, and the list of its tests.
#include <string>
#include <vector>

#include "conftest.hpp"
#include "report_test_utils.hpp"
#include "testing/report/googletest_console.hpp"
#include "testing/report/googletest_list.hpp"

using namespace report_test;
using dyntest::report::GoogleTestConsole;
using dyntest::report::GoogleTestList;
using dyntest::report::GoogleTestNames;
using dyntest::report::GoogleTestStyle;

namespace {

const std::string file = "tests/unit/test_unit_kv_x.cpp";

template <class Kind, class... Style>
std::string text_of(Run run, Style... style) {
  const auto selected = run.collection().selected;
  const GoogleTestNames names{{selected.begin(), selected.end()}};
  std::string text;
  Kind reporter{style..., names, [&text](std::string_view part) { text += part; }};
  run.tell(reporter);
  return text;
}

std::string console(const Run& run, GoogleTestStyle style = {}) {
  return text_of<GoogleTestConsole>(run, std::move(style));
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

PhaseFinished failed_at(int line, std::string message, Phase where = Phase::call) {
  PhaseFinished finished = failed(std::move(message), where);
  finished.failures[0].place = {file, line};
  return finished;
}

Run one(std::vector<PhaseFinished> phases) {
  Run run;
  run.test(item(file, "a"), std::move(phases));
  return run;
}

// The line that says what became of the one test.
std::string verdict(const std::vector<PhaseFinished>& phases) {
  const std::string text = console(one(phases));
  const auto end = text.find("] test_unit_kv_x.a (0 ms)\n");
  return end == std::string::npos ? text : text.substr(end - 11, 12);
}

}  // namespace

TEST(a_run_is_told_from_its_first_line_to_its_last) {
  Run run;
  run.test(item(file, "passes"), {phase(Phase::setup, Outcome::passed), passed(),
                                  phase(Phase::teardown, Outcome::passed)});
  run.test(with_parameters(item(file, "fails"), "2-x"), {failed_at(12, "CHECK(2 == 3)\nmore")});
  run.test(item(file, "waits", "TestKv"), {skipped("no GPU", {file, 7})});
  run.finished().seconds = 0.0434;
  run.finished().exit_code = 1;
  CHECK("\n" + console(run) == R"(
[==========] Running 3 tests from 2 test suites.
[----------] Global test environment set-up.
[----------] 2 tests from test_unit_kv_x
[ RUN      ] test_unit_kv_x.passes
[       OK ] test_unit_kv_x.passes (0 ms)
[ RUN      ] test_unit_kv_x.fails/2_x
tests/unit/test_unit_kv_x.cpp:12: Failure
CHECK(2 == 3)
more
[  FAILED  ] test_unit_kv_x.fails/2_x, where GetParam() = 2-x (0 ms)
[----------] 2 tests from test_unit_kv_x (0 ms total)

[----------] 1 test from test_unit_kv_x/TestKv
[ RUN      ] test_unit_kv_x/TestKv.waits
tests/unit/test_unit_kv_x.cpp:7: Skipped
no GPU
[  SKIPPED ] test_unit_kv_x/TestKv.waits (0 ms)
[----------] 1 test from test_unit_kv_x/TestKv (0 ms total)

[----------] Global test environment tear-down
[==========] 3 tests from 2 test suites ran. (43 ms total)
[  PASSED  ] 1 test.
[  SKIPPED ] 1 test, listed below:
[  SKIPPED ] test_unit_kv_x/TestKv.waits
[  FAILED  ] 1 test, listed below:
[  FAILED  ] test_unit_kv_x.fails/2_x, where GetParam() = 2-x

 1 FAILED TEST
)");
}

TEST(
    a_test_is_ok_skipped_or_failed, (std::vector<PhaseFinished> phases, std::string said),
    cases(
        row(std::vector{passed()}, "[       OK ]").id("passed"),
        row(std::vector{skipped("no")}, "[  SKIPPED ]").id("skipped"),
        row(std::vector{skipped("no"), phase(Phase::teardown, Outcome::passed)}, "[  SKIPPED ]")
            .id("skipped_and_torn_down"),
        row(std::vector{phase(Phase::call, Outcome::xfailed, "bug")}, "[       OK ]").id("xfailed"),
        row(std::vector{phase(Phase::call, Outcome::xpassed, "bug")}, "[       OK ]").id("xpassed"),
        row(std::vector{failed("no")}, "[  FAILED  ]").id("failed"),
        row(std::vector{failed("no", Phase::setup)}, "[  FAILED  ]").id("error_at_setup"),
        row(std::vector{passed(), failed("no", Phase::teardown)}, "[  FAILED  ]")
            .id("error_at_teardown"),
        row(std::vector{failed("no"), phase(Phase::teardown, Outcome::passed)}, "[  FAILED  ]")
            .id("failed_and_torn_down"),
        row(std::vector{failed("no"), phase(Phase::teardown, Outcome::skipped)}, "[  FAILED  ]")
            .id("failed_then_skipped"),
        row(std::vector{phase(Phase::call, static_cast<Outcome>(77))}, "[  FAILED  ]")
            .id("unknown"),
        row(std::vector<PhaseFinished>{}, "[  FAILED  ]").id("nothing_known"))) {
  CHECK(verdict(phases) == said);
}

TEST(an_ok_that_is_no_matter_of_course_says_so) {
  CHECK(has(console(one({phase(Phase::call, Outcome::xfailed, "bug 12")})),
            "\nfailed, as expected: bug 12\n[       OK ] "));
  CHECK(has(console(one({phase(Phase::call, Outcome::xpassed, "bug 12")})),
            "\npassed, expected to fail: bug 12\n[       OK ] "));
  CHECK(has(console(one({phase(Phase::call, Outcome::flaky, "at attempt 2")})),
            "\nflaky: at attempt 2\n[       OK ] "));
  CHECK(has(console(one({phase(Phase::call, Outcome::quarantined, "DYN-12")})),
            "\nfailed, in quarantine: DYN-12\n[       OK ] "));
}

TEST(an_error_says_in_which_phase) {
  CHECK(has(console(one({failed_at(3, "no port free", Phase::setup)})),
            "tests/unit/test_unit_kv_x.cpp:3: Failure\nerror at setup: no port free\n"));
}

TEST(a_failure_without_a_place_says_so) {
  CHECK(has(console(one({failed("died")})), "\nunknown file: Failure\ndied\n"));
}

TEST(notes_follow_the_last_failure) {
  PhaseFinished finished = failed_at(3, "late");
  finished.notes = {"stacks\n", "teardown not run: Etcd"};
  CHECK(has(console(one({finished})), "Failure\nlate\nstacks\nteardown not run: Etcd\n[  FAILED"));
}

TEST(what_was_captured_stands_before_the_failure) {
  PhaseFinished finished = failed_at(3, "no");
  finished.captured = {"out", "err\n"};
  CHECK(has(console(one({finished})), "test_unit_kv_x.a\nout\nerr\ntests/unit"));
}

TEST(files_are_named_in_full_where_their_root_is_known) {
  GoogleTestStyle style;
  style.source_root = "/suite";
  CHECK(has(console(one({failed_at(3, "no")}), style),
            "\n/suite/tests/unit/test_unit_kv_x.cpp:3: Failure\n"));
}

TEST(a_shard_says_which_it_is) {
  Run run = one({passed()});
  run.started().shard = Shard{Partition::slice, 2, 4};
  CHECK(console(run).starts_with("Note: This is test shard 2 of 4.\n[==========] Running 1 test"));
}

TEST(brief_shows_failures_alone) {
  Run run = one({failed_at(3, "no")});
  run.test(item(file, "b"), {passed()}).test(item(file, "c"), {skipped("why", {file, 9})});
  run.finished().exit_code = 1;
  GoogleTestStyle style;
  style.brief = true;
  CHECK("\n" + console(run, style) == R"(
tests/unit/test_unit_kv_x.cpp:3: Failure
no
[  FAILED  ] test_unit_kv_x.a (0 ms)
tests/unit/test_unit_kv_x.cpp:9: Skipped
why
[==========] 3 tests from 1 test suite ran. (0 ms total)
[  PASSED  ] 1 test.
[  SKIPPED ] 1 test.
)");
}

TEST(no_times_where_nobody_wants_them) {
  GoogleTestStyle style;
  style.print_time = false;
  const std::string text = console(one({passed()}), style);
  CHECK(!has(text, " ms"));
  CHECK(has(text, "[       OK ] test_unit_kv_x.a\n[----------] Global test environment tear-down"));
}

TEST(colours_are_googletests) {
  GoogleTestStyle style;
  style.colour = true;
  style.filter = "*.a";
  const std::string text = console(one({failed("no")}), style);
  CHECK(
      text.starts_with("\x1b[0;33mNote: Google Test filter = *.a\x1b[m\n"
                       "\x1b[0;32m[==========] \x1b[mRunning 1 test"));
  CHECK(has(text, "\n\x1b[0;31m[  FAILED  ] \x1b[mtest_unit_kv_x.a (0 ms)\n"));
}

TEST(nothing_selected_is_told) {
  Run run;
  run.finished().exit_code = 5;
  CHECK("\n" + console(run) == R"(
[==========] Running 0 tests from 0 test suites.
[==========] 0 tests from 0 test suites ran. (0 ms total)
[  PASSED  ] 0 tests.
)");
}

TEST(tests_that_were_not_reached_are_counted) {
  Run run = one({failed("no")});
  run.never_reached(item(file, "b")).stopped("stopping after 1 failures");
  run.finished().exit_code = 1;
  CHECK(has(console(run), "\n1 test did not run: stopping after 1 failures\n"));
}

TEST(a_broken_collection_has_no_verdict) {
  Run run = one({});
  run.collection().errors = {{"tests/unit/test_unt_x.cpp", "unknown type 'unt'"}};
  run.finished().exit_code = 2;
  const std::string text = console(run);
  CHECK(has(text, "ERROR collecting tests/unit/test_unt_x.cpp\nunknown type 'unt'\n"));
  CHECK(!has(text, "PASSED"));
}

TEST(lists_each_suite_once) {
  Run run;
  run.test(item(file, "a"), {}).test(item(file, "b", "TestKv"), {});
  run.test(with_parameters(item(file, "c"), "2-x"), {});
  CHECK(text_of<GoogleTestList>(run) ==
        "test_unit_kv_x.\n  a\n  c/2_x\ntest_unit_kv_x/TestKv.\n  b\n");
}

TEST(lists_nothing_where_something_is_missing) {
  Run run = one({});
  run.collection().errors = {{"tests/unit/test_unt_x.cpp", "unknown type 'unt'"}};
  CHECK(text_of<GoogleTestList>(run) ==
        "ERROR collecting tests/unit/test_unt_x.cpp\nunknown type 'unt'\n");
}
