// What the console, JUnit and the event log make of benchmarks, and the files of stored runs.
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "conftest.hpp"
#include "report_test_utils.hpp"
#include "testing/builtin/tmp_dir.hpp"
#include "testing/report/benchmark_store.hpp"
#include "testing/report/benchmark_table.hpp"
#include "testing/report/event_json.hpp"
#include "testing/report/junit.hpp"

using namespace report_test;
using dyntest::builtin::TmpDir;
using dyntest::report::benchmark_time_text;
using dyntest::report::BenchmarkStore;
using dyntest::report::StoredRun;

namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

const std::string file = "t/unit/test_unit_kv_x.cpp";

// Fifty rounds whose figures are multiples of `seconds`.
Measurement measured(double seconds, std::string group = {}) {
  Measurement result;
  result.group = std::move(group);
  result.rounds = 50;
  result.iterations = 4;
  result.min = seconds;
  result.max = 3 * seconds;
  result.mean = 2 * seconds;
  result.stddev = seconds / 2;
  result.median = 1.5 * seconds;
  result.iqr = seconds / 4;
  result.stddev_outliers = 12;
  result.iqr_outliers = 3;
  return result;
}

PhaseFinished passed_with(Measurement measurement) {
  PhaseFinished phase = passed();
  phase.measurement = std::move(measurement);
  return phase;
}

// The lines of the table, from its title to before its legend.
std::string table_of(const Run& run) {
  TerminalOptions few = options();
  few.benchmark_columns = {"min", "median", "ops", "rounds"};
  const std::string text = run.on_terminal(few);
  const auto begin = text.find("\n-");
  const auto end = text.find("Legend:");
  if (begin == std::string::npos || end == std::string::npos) return "";
  return text.substr(begin + 1, end - begin - 1);
}

Run two_runs_compared(Build then = Build::optimised) {
  Measurement before = measured(1e-6);
  before.build = then;
  Run run;
  run.test(item(file, "routes"), {passed_with(measured(2e-6))});
  run.test(item(file, "is_new"), {passed_with(measured(3e-6))});
  run.event(BenchmarksJudged{"0001_main", {{0, before}}, {}, ""});
  return run;
}

StoredRun a_stored_run() {
  return {"0.1.0", "2026-11-22T23:46:10+0000", "here", {{file + "::a", measured(1e-6, "g")}}};
}

}  // namespace

TEST(nothing_is_said_where_nothing_was_measured) {
  Run run;
  run.test(item(file, "a"), {passed()});
  CHECK(!has(run.on_terminal(options()), "benchmark"));
  CHECK(!has(run.on_terminal(options()), "Legend"));
}

TEST(a_benchmark_that_is_alone_is_compared_with_none) {
  Run run;
  run.test(item(file, "routes"), {passed_with(measured(1.25e-6))});
  CHECK(table_of(run) ==
        "------------------- benchmark: 1 test --------------------\n"
        "Name (time in us)        Min  Median  OPS (Kops/s)  Rounds\n"
        "----------------------------------------------------------\n"
        "routes                1.2500  1.8750      400.0000      50\n"
        "----------------------------------------------------------\n"
        "\n");
}

TEST(the_fastest_comes_first_and_others_are_set_against_it) {
  Run run;
  run.test(item(file, "slow"), {passed_with(measured(2e-3))});
  run.test(with_parameters(item(file, "fast", "TestRouter"), "8"), {passed_with(measured(1e-6))});
  CHECK(table_of(run) ==
        "-------------------------------------- benchmark: 2 tests "
        "---------------------------------------\n"
        "Name (time in us)             Min                Median                     OPS           "
        " Rounds\n"
        "------------------------------------------------------------------------------------------"
        "-------\n"
        "TestRouter.fast[8]         1.0000 (1.0)          1.5000 (1.0)      500,000.0000 (1.0)     "
        "     50\n"
        "slow                   2,000.0000 (>1000.0)  3,000.0000 (>1000.0)      250.0000 (0.00)    "
        "     50\n"
        "------------------------------------------------------------------------------------------"
        "-------\n"
        "\n");
}

TEST(each_group_has_its_table) {
  Run run;
  run.test(item(file, "b"), {passed_with(measured(0.5, "store"))});
  run.test(item(file, "a"), {passed_with(measured(2, "route"))});
  run.test(item(file, "c"), {passed_with(measured(3e-9))});
  CHECK(table_of(run) ==
        "------------------- benchmark: 1 test --------------------\n"
        "Name (time in ns)        Min  Median  OPS (Mops/s)  Rounds\n"
        "----------------------------------------------------------\n"
        "c                     3.0000  4.5000      166.6667      50\n"
        "----------------------------------------------------------\n"
        "\n"
        "------------ benchmark 'route': 1 test ------------\n"
        "Name (time in s)        Min  Median     OPS  Rounds\n"
        "---------------------------------------------------\n"
        "a                    2.0000  3.0000  0.2500      50\n"
        "---------------------------------------------------\n"
        "\n"
        "-------------- benchmark 'store': 1 test ---------------\n"
        "Name (time in ms)          Min    Median     OPS  Rounds\n"
        "--------------------------------------------------------\n"
        "b                     500.0000  750.0000  1.0000      50\n"
        "--------------------------------------------------------\n"
        "\n");
}

TEST(a_figure_of_zero_is_not_divided_by) {
  Measurement steady = measured(1e-6);
  steady.median = 0;
  Run run;
  run.test(item(file, "steady"), {passed_with(steady)});
  run.test(item(file, "other"), {passed_with(measured(2e-6))});
  CHECK(has(table_of(run), " 0.0000 (1.0) "));
  CHECK(has(table_of(run), " 3.0000 (inf) "));
}

TEST(a_stored_run_stands_beside_this_one) {
  const Run run = two_runs_compared();
  CHECK(
      table_of(run) ==
      "-------------------------------------- benchmark: 2 tests "
      "--------------------------------------\n"
      "Name (time in us)         Min            Median            OPS (Kops/s)            Rounds  "
      "Ratio\n"
      "--------------------------------------------------------------------------------------------"
      "----\n"
      "routes (0001_main)     1.0000 (1.0)      1.5000 (1.0)          500.0000 (1.0)          50\n"
      "routes (NOW)           2.0000 (2.00)     3.0000 (2.00)         250.0000 (0.50)         50   "
      "2.00\n"
      "is_new                 3.0000 (3.00)     4.5000 (3.00)         166.6667 (0.33)         50\n"
      "--------------------------------------------------------------------------------------------"
      "----\n"
      "\n");
  CHECK(has(run.on_terminal(options()), "  Ratio: Median, divided by the Median of 0001_main\n"));
}

TEST(a_build_that_is_not_optimised_is_named, (Build build, std::string note),
     cases(row(Build::debug, "debug build: figures are not comparable").id("debug"),
           row(Build::sanitized, "sanitized build: figures are not comparable").id("sanitized"))) {
  Measurement measurement = measured(1e-6);
  measurement.build = build;
  Run run;
  run.test(item(file, "a"), {passed_with(measurement)});
  CHECK(has(table_of(run), " benchmark: 1 test (" + note + ") "));
  CHECK(!has(table_of(two_runs_compared()), "build"));
}

TEST(a_stored_run_of_another_build_is_named) {
  CHECK(has(table_of(two_runs_compared(Build::debug)),
            " (0001_main was measured in a build that is debug) "));
}

TEST(a_regression_is_told_and_counted) {
  Run run = two_runs_compared();
  run.event(BenchmarksJudged{"0001_main", {}, {file + "::routes - median: twice"}, ""});
  CHECK(run.on_terminal(options()).ends_with(
      "REGRESSED t/unit/test_unit_kv_x.cpp::routes - median: twice\n"
      "============== 2 passed, 1 regressed in 0.00s ==============\n"));
  TerminalOptions brief = options();
  brief.no_summary = true;
  CHECK(has(run.on_terminal(brief), "\nREGRESSED t/unit"));
}

TEST(a_stored_file_is_named) {
  Run run = two_runs_compared();
  run.event(BenchmarksJudged{"", {}, {}, "cache/0001_main.json"});
  CHECK(has(run.on_terminal(options()), "- generated benchmarks: cache/0001_main.json -"));
}

TEST(best_and_worst_have_colours) {
  Run run;
  run.test(item(file, "fast"), {passed_with(measured(1e-6))});
  run.test(item(file, "slow"), {passed_with(measured(2e-6))});
  TerminalOptions coloured = options();
  coloured.colour = true;
  const std::string text = run.on_terminal(coloured);
  CHECK(has(text, "\x1b[32m\x1b[1m1.0000 (1.0)    \x1b[0m"));
  CHECK(has(text, "\x1b[31m\x1b[1m2.0000 (2.00)   \x1b[0m"));
  CHECK(has(text, "\x1b[32m\x1b[1m500.0000 (1.0)    \x1b[0m"));  // more operations are better
}

TEST(all_columns_stand_in_their_order) {
  Run run;
  run.test(item(file, "a"), {passed_with(measured(1.25e-6))});
  CHECK(has(run.on_terminal(options()),
            "\nName (time in us)        Min     Max    Mean  StdDev  Median     IQR  Outliers  "
            "OPS (Kops/s)  Rounds  Iterations\n"));
  CHECK(has(run.on_terminal(options()),
            "\na                     1.2500  3.7500  2.5000  0.6250  1.8750  0.3125      12;3  "
            "    400.0000      50           4\n"));
}

TEST(times_have_the_unit_of_their_scale, (double seconds, std::string text),
     cases(row(2e-9, "2.0000ns"), row(1e-6, "1.0000us"), row(0.0123456, "12.3456ms"),
           row(1234.5, "1,234.5000s"), row(1234567.0, "1,234,567.0000s"), row(0.0, "0.0000ns"))) {
  CHECK(benchmark_time_text(seconds) == text);
}

TEST(junit_has_the_figures_as_properties, (TmpDir& folder)) {
  Run run;
  run.test(item(file, "routes"), {passed_with(measured(2e-6))});
  dyntest::report::Junit junit{folder / "out.xml"};
  run.tell(junit);
  const std::ifstream written{folder / "out.xml"};
  const std::string text = (std::ostringstream{} << written.rdbuf()).str();
  CHECK(has(text, "<property name=\"benchmark.median\" value=\"3e-06\"/>"));
  CHECK(has(text, "<property name=\"benchmark.rounds\" value=\"50\"/>"));
}

TEST(benchmarks_survive_the_event_log) {
  Measurement all = measured(1.25e-6, "routes");
  all.build = Build::sanitized;
  const auto line = dyntest::report::event_to_json(passed_with(all), {});
  const auto back = dyntest::report::event_from_json(line);
  REQUIRE(back.has_value());
  REQUIRE(back->has_value());
  CHECK((std::get<PhaseFinished>(**back).measurement == all));

  const BenchmarksJudged judged{"0001_main", {{7, all}}, {"one", "two"}, "cache/0002_x.json"};
  const auto again = dyntest::report::event_from_json(dyntest::report::event_to_json(judged, {}));
  REQUIRE(again.has_value());
  REQUIRE(again->has_value());
  const auto& told = std::get<BenchmarksJudged>(**again);
  CHECK(told.baseline == judged.baseline);
  CHECK(told.regressions == judged.regressions);
  CHECK(told.saved == judged.saved);
  REQUIRE(told.before.size() == 1);
  CHECK(told.before[0].item == 7u);
  CHECK((told.before[0].measured == all));
}

TEST(stored_runs_are_numbered_and_found, (TmpDir& folder)) {
  const BenchmarkStore store{folder / "benchmarks"};
  CHECK(store.names().empty());
  CHECK(!store.find("").has_value());
  for (const char* name : {"main", "mine", "main"})
    REQUIRE(store.save(name, a_stored_run()).has_value());
  CHECK(store.names() == std::vector<std::string>{"0001_main", "0002_mine", "0003_main"});
  CHECK(store.find("") == "0003_main");
  CHECK(store.find("main") == "0003_main");
  CHECK(store.find("0001") == "0001_main");
  CHECK(store.find("0002_mine") == "0002_mine");
  CHECK(!store.find("other").has_value());
}

TEST(other_files_are_no_stored_runs, (TmpDir& folder)) {
  for (const char* name : {"0007.json", "x001_a.json", "7_a.json", "0008_a.txt"})
    std::ofstream{folder / name} << "{}";
  const BenchmarkStore store{folder.path()};
  CHECK(store.names().empty());
  std::ofstream{folder / "0041_by_hand.json"} << "{}";
  CHECK(store.save("next", a_stored_run()) == (folder / "0042_next.json"));
}

TEST(a_stored_run_is_read_back, (TmpDir& folder)) {
  const BenchmarkStore store{folder.path()};
  REQUIRE(store.save("main", a_stored_run()).has_value());
  const auto back = store.read("0001_main");
  REQUIRE(back.has_value());
  CHECK((*back == a_stored_run()));
}

TEST(a_stored_run_that_cannot_be_read_says_why, (TmpDir& folder, std::string text, std::string why),
     cases(row("{", "not JSON").id("garbage"), row("", "not JSON").id("empty"),
           row("[1]", "not a run of benchmarks").id("list"),
           row(R"({"format": "dyntest-events"})", "not a run of benchmarks").id("other_format"),
           row(R"({"format": "dyntest-benchmarks", "format_version": 2})",
               "format version 2, but this dyntest reads version 1")
               .id("other_version"),
           row(R"({"format": "dyntest-benchmarks", "format_version": "1"})",
               "a field is missing or of another kind")
               .id("other_kind"),
           row(R"({"format": "dyntest-benchmarks", "format_version": 1, "benchmarks": [{}]})",
               "a field is missing or of another kind")
               .id("no_figures"))) {
  std::ofstream{folder / "0001_main.json"} << text;
  const auto run = BenchmarkStore{folder.path()}.read("0001_main");
  REQUIRE(!run.has_value());
  CHECK(run.error().text() == (folder / "0001_main.json").string() + ": " + why +
                                  "; remove the file, or compare with another run");
}
