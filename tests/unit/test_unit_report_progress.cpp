// The part of the console report that grows while tests run.
#include "conftest.hpp"
#include "report_test_utils.hpp"

using namespace report_test;

namespace {

const std::string prefix = "tests/unit/test_unit_kv_prefix.cpp";
const std::string store = "tests/unit/test_unit_kv_store.cpp";

// From the empty line after the header to the one before the sections.
std::string progress_of(const Run& run, const TerminalOptions& options) {
  return between(run.on_terminal(options), prefix, "\n");
}

}  // namespace

TEST(shows_a_line_of_letters_for_each_file) {
  Run run;
  run.test(item(prefix, "a"), {passed()});
  run.test(item(prefix, "b"), {failed("no")});
  run.test(item(store, "c"), {skipped("no GPU")});
  run.test(item(store, "d"), {phase(Phase::call, Outcome::xfailed)});
  run.test(item(store, "e"), {phase(Phase::call, Outcome::xpassed)});
  CHECK(progress_of(run, options()) ==
        "tests/unit/test_unit_kv_prefix.cpp .F                [ 40%]\n"
        "tests/unit/test_unit_kv_store.cpp sxX                [100%]\n");
}

TEST(shows_a_line_for_each_test_with_v) {
  Run run;
  run.test(item(prefix, "a"), {passed()});
  run.test(with_parameters(item(prefix, "b", "TestB"), "2"), {failed("no")});
  CHECK(progress_of(run, options(1)) ==
        "tests/unit/test_unit_kv_prefix.cpp::a PASSED         [ 50%]\n"
        "tests/unit/test_unit_kv_prefix.cpp::TestB::b[2] FAILED [100%]\n");
}

TEST(cuts_a_reason_to_the_width) {
  Run run;
  run.test(item(prefix, "a"), {skipped("no GPU on this machine")});
  CHECK(progress_of(run, options(1)) ==
        "tests/unit/test_unit_kv_prefix.cpp::a SKIPPED (n...) [100%]\n");
}

TEST(shows_the_whole_reason_with_vv) {
  Run run;
  run.test(item(prefix, "a"), {skipped("no GPU on this machine")});
  CHECK(progress_of(run, options(2)) ==
        "tests/unit/test_unit_kv_prefix.cpp::a SKIPPED (no\n"
        "GPU on this machine)                                 [100%]\n");
}

TEST(tells_of_a_passing_test_with_a_failing_teardown_twice) {
  Run run;
  run.test(item(prefix, "a"), {passed(), failed("still alive", Phase::teardown)});
  CHECK(progress_of(run, options()) ==
        "tests/unit/test_unit_kv_prefix.cpp .E                [100%]\n");
  CHECK(progress_of(run, options(1)) ==
        "tests/unit/test_unit_kv_prefix.cpp::a PASSED         [100%]\n"
        "tests/unit/test_unit_kv_prefix.cpp::a ERROR          [100%]\n");
}

TEST(goes_on_below_when_letters_reach_the_right_edge) {
  Run run;
  for (int i = 0; i < 20; ++i) run.test(item(prefix, "a"), {passed()});
  CHECK(progress_of(run, options()) ==
        "tests/unit/test_unit_kv_prefix.cpp ................. [ 85%]\n"
        "...                                                  [100%]\n");
}

TEST(keeps_the_last_letter_and_the_last_percentage_on_one_line) {
  Run run;
  for (int i = 0; i < 17; ++i) run.test(item(prefix, "a"), {passed()});
  CHECK(progress_of(run, options()) ==
        "tests/unit/test_unit_kv_prefix.cpp ................. [100%]\n");
}

TEST(is_green_as_long_as_something_may_still_pass) {
  Run run;
  run.test(item(prefix, "a"), {skipped("")}).test(item(prefix, "b"), {skipped("")});
  TerminalOptions coloured = options(1);
  coloured.colour = true;
  const std::string text = run.on_terminal(coloured);
  CHECK(text.find("\x1b[32m        [ 50%]") != std::string::npos);
  CHECK(text.find("\x1b[33m        [100%]") != std::string::npos);
}

TEST(shows_letters_alone_with_q) {
  Run run;
  run.test(item(prefix, "a"), {passed()}).test(item(store, "b"), {passed()});
  CHECK(run.on_terminal(options(-1)) ==
        "..                                                   [100%]\n"
        "2 passed in 0.00s\n");
  CHECK(run.on_terminal(options(-2)) ==
        "..                                                   [100%]\n");
}

TEST(shows_no_percentage_where_tests_write_in_between) {
  Run run;
  run.test(item(prefix, "a"), {passed()}).test(item(store, "b"), {passed()});
  TerminalOptions uncaptured = options();
  uncaptured.capture = false;
  CHECK(progress_of(run, uncaptured) ==
        "tests/unit/test_unit_kv_prefix.cpp .\n"
        "tests/unit/test_unit_kv_store.cpp .\n");
}

TEST(leaves_the_last_line_open_when_the_run_was_stopped) {
  Run run;
  run.test(item(prefix, "a"), {failed("no")}).never_reached(item(prefix, "b"));
  run.stopped("stopping after 1 failures");
  CHECK(progress_of(run, options()) == "tests/unit/test_unit_kv_prefix.cpp F\n");
}

TEST(keeps_notices_out_of_a_line_of_letters) {
  Run run;
  run.test(item(prefix, "a"), {passed()}).notice("replacing crashed worker 1");
  run.test(item(prefix, "b"), {passed()}).test(item(store, "c"), {passed()});
  CHECK(progress_of(run, options()) ==
        "tests/unit/test_unit_kv_prefix.cpp ..                [ 66%]\n"
        "replacing crashed worker 1\n"
        "tests/unit/test_unit_kv_store.cpp .                  [100%]\n");
}

TEST(shows_notices_at_once_between_lines_of_tests) {
  Run run;
  run.test(item(prefix, "a"), {passed()}).notice("replacing crashed worker 1");
  run.test(item(prefix, "b"), {passed()});
  CHECK(progress_of(run, options(1)) ==
        "tests/unit/test_unit_kv_prefix.cpp::a PASSED         [ 50%]\n"
        "replacing crashed worker 1\n"
        "tests/unit/test_unit_kv_prefix.cpp::b PASSED         [100%]\n");
}

TEST(shows_a_place_before_its_test_has_finished) {
  Run run;
  run.never_reached(item(prefix, "a"));
  std::string text;
  dyntest::report::Terminal terminal{options(1), [&text](std::string_view part) { text += part; }};
  terminal.on(run.started());
  terminal.on(run.collection());
  terminal.on(TestStarted{0});
  CHECK(text.ends_with("tests/unit/test_unit_kv_prefix.cpp::a "));
}
