// The bodies of ERRORS and FAILURES: source, message, place, what the test wrote.
#include <filesystem>
#include <fstream>
#include <string>

#include "conftest.hpp"
#include "report_test_utils.hpp"
#include "testing/builtin/tmp_dir.hpp"

using namespace report_test;
using dyntest::builtin::TmpDir;
using dyntest::report::Traceback;

namespace {

constexpr const char* name = "test_unit_kv_x.cpp";

// A suite of one file, whose lines are numbered in the comments.
Run suite_in(const TmpDir& dir) {
  std::ofstream{dir / name} << "TEST(routes) {\n"                 // 1
                               "  auto route = plan();\n"         // 2
                               "  CHECK(route.first == 0);\n"     // 3
                               "  auto second = route.second;\n"  // 4
                               "  CHECK(second ==\n"              // 5
                               "        expected(\"(\", 1));\n"   // 6
                               "}\n";                             // 7
  return Run{dir.path().string()};
}

Failure at(int line, std::string message, int context_line = 1) {
  return {{name, line}, context_line, "CHECK", std::move(message)};
}

PhaseFinished with(std::vector<Failure> failures, Phase where = Phase::call) {
  PhaseFinished finished = phase(where, Outcome::failed);
  finished.failures = std::move(failures);
  return finished;
}

PhaseFinished writing(PhaseFinished finished, std::string text) {
  finished.captured.standard_output = std::move(text);
  return finished;
}

std::string failures_of(const Run& run, Traceback style = Traceback::long_) {
  TerminalOptions chosen = options();
  chosen.traceback = style;
  return below(run.on_terminal(chosen), "FAILURES");
}

}  // namespace

TEST(shows_the_source_up_to_the_failing_line, (TmpDir& dir)) {
  Run run = suite_in(dir);
  run.test(item(name, "routes"), {with({at(3, "route.first == 0\n  7 == 0")})});
  CHECK(failures_of(run) ==
        "__________________________ routes __________________________\n"
        "\n"
        "    TEST(routes) {\n"
        "      auto route = plan();\n"
        ">     CHECK(route.first == 0);\n"
        "E     route.first == 0\n"
        "E       7 == 0\n"
        "\n"
        "test_unit_kv_x.cpp:3: CHECK\n");
}

TEST(goes_on_below_with_the_next_failure_of_a_test, (TmpDir& dir)) {
  Run run = suite_in(dir);
  run.test(item(name, "routes"), {with({at(3, "7 == 0"), at(5, "8 == 1")})});
  CHECK(failures_of(run) ==
        "__________________________ routes __________________________\n"
        "\n"
        "    TEST(routes) {\n"
        "      auto route = plan();\n"
        ">     CHECK(route.first == 0);\n"
        "E     7 == 0\n"
        "\n"
        "test_unit_kv_x.cpp:3: CHECK\n"
        "_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ \n"
        "\n"
        "    auto second = route.second;\n"
        ">   CHECK(second ==\n"
        "          expected(\"(\", 1));\n"
        "E   8 == 1\n"
        "\n"
        "test_unit_kv_x.cpp:5: CHECK\n");
}

TEST(shows_the_failing_line_alone_when_it_fails_again, (TmpDir& dir)) {
  Run run = suite_in(dir);
  run.test(item(name, "routes"), {with({at(3, "7 == 0"), at(3, "8 == 0")})});
  CHECK(
      failures_of(run).ends_with("\n"
                                 ">   CHECK(route.first == 0);\n"
                                 "E   8 == 0\n"
                                 "\n"
                                 "test_unit_kv_x.cpp:3: CHECK\n"));
}

TEST(does_without_the_source_when_it_is_gone) {
  Run run;
  run.test(item(name, "routes"), {with({at(3, "7 == 0")})});
  CHECK(failures_of(run) ==
        "__________________________ routes __________________________\n"
        "\n"
        "E   7 == 0\n"
        "\n"
        "test_unit_kv_x.cpp:3: CHECK\n");
}

TEST(only_tells_what_happened_at_no_line) {
  Run run;
  run.test(item(name, "routes"), {failed("[XPASS(strict)] must stay broken")});
  CHECK(failures_of(run) ==
        "__________________________ routes __________________________\n"
        "[XPASS(strict)] must stay broken\n");
}

TEST(adds_notes_and_what_all_phases_wrote) {
  PhaseFinished call = writing(failed("Timeout after 30s"), "waiting\n");
  call.notes = {"teardown not run: Etcd (session)"};
  Run run;
  run.test(item(name, "routes"), {writing(phase(Phase::setup, Outcome::passed), "up"), call,
                                  writing(phase(Phase::teardown, Outcome::passed), "down\n")});
  CHECK(failures_of(run) ==
        "__________________________ routes __________________________\n"
        "Timeout after 30s\n"
        "teardown not run: Etcd (session)\n"
        "------------------ Captured stdout setup -------------------\n"
        "up\n"
        "------------------- Captured stdout call -------------------\n"
        "waiting\n"
        "----------------- Captured stdout teardown -----------------\n"
        "down\n");
}

TEST(shows_set_up_and_teardown_as_errors, (TmpDir& dir)) {
  Run run = suite_in(dir);
  run.test(item(name, "routes", "TestPlan"), {with({at(3, "7 == 0")}, Phase::setup)});
  run.test(item(name, "plans"), {passed(), failed("still alive", Phase::teardown)});
  CHECK(below(run.on_terminal(options()), "ERRORS") ==
        "____________ ERROR at setup of TestPlan.routes _____________\n"
        "\n"
        "    TEST(routes) {\n"
        "      auto route = plan();\n"
        ">     CHECK(route.first == 0);\n"
        "E     7 == 0\n"
        "\n"
        "test_unit_kv_x.cpp:3: CHECK\n"
        "________________ ERROR at teardown of plans ________________\n"
        "still alive\n");
}

TEST(is_shorter_with_tb_short_and_line, (TmpDir& dir)) {
  Run run = suite_in(dir);
  run.test(item(name, "routes"), {with({at(3, "route.first == 0\n  7 == 0")})});
  CHECK(failures_of(run, Traceback::short_) ==
        "__________________________ routes __________________________\n"
        "test_unit_kv_x.cpp:3: CHECK\n"
        "    CHECK(route.first == 0);\n"
        "E   route.first == 0\n"
        "E     7 == 0\n");
  CHECK(failures_of(run, Traceback::line) == "test_unit_kv_x.cpp:3: route.first == 0\n");
  CHECK(failures_of(run, Traceback::no) == "no such section: FAILURES");
}

TEST(names_files_as_seen_from_where_the_user_stands, (TmpDir& dir)) {
  Run run = suite_in(dir);
  run.test(item(name, "routes"), {with({at(3, "7 == 0")})});
  TerminalOptions elsewhere = options();
  elsewhere.invocation = (dir / "build").string();
  const std::string text = run.on_terminal(elsewhere);
  CHECK(text.find("\n../test_unit_kv_x.cpp F") != std::string::npos);
  CHECK(text.find("\n../test_unit_kv_x.cpp:3: CHECK\n") != std::string::npos);
  CHECK(text.find("\nFAILED ../test_unit_kv_x.cpp::routes - 7 == 0\n") != std::string::npos);
}

TEST(shows_what_passing_tests_wrote_with_P) {
  Run run;
  run.test(item(name, "quiet"), {passed()});
  run.test(item(name, "loud"), {writing(passed(), "hello\n")});
  TerminalOptions chosen = options();
  chosen.report = "P";
  CHECK(below(run.on_terminal(chosen), "PASSES") ==
        "___________________________ loud ___________________________\n"
        "------------------- Captured stdout call -------------------\n"
        "hello\n");
}
