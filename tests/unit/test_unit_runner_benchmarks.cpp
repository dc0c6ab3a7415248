// Options about benchmarks, what they make of a run, and units that run alone.
#include <algorithm>
#include <fstream>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "conftest.hpp"
#include "testing/builtin/tmp_dir.hpp"
#include "testing/report/benchmark_store.hpp"
#include "testing/runner/benchmark_run.hpp"
#include "testing/runner/options.hpp"
#include "testing/runner/worker_options.hpp"

using namespace dyntest;
using namespace dyntest::runner;
using builtin::TmpDir;

namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

model::Item test_item(const std::string& name, std::vector<std::string> fixtures = {}) {
  model::Item item;
  item.file = "t/test_unit_kv_x.cpp";
  item.name = name;
  item.fixtures = std::move(fixtures);
  return item;
}

model::Measurement measured(double median) {
  model::Measurement result;
  result.median = median;
  return result;
}

BenchmarkOptions options_of(const std::vector<std::string>& words) {
  const auto options = parse_options(words);
  REQUIRE(options.has_value());
  return options->benchmarks;
}

// A run below `root` whose tests take these times.
BenchmarkRun::Judgement run_with(const std::string& root, const std::vector<std::string>& words,
                                 const std::vector<std::pair<std::string, double>>& tests) {
  BenchmarkRun run{options_of(words), root, root + "/.dyntest_cache"};
  const auto opened = run.open();
  REQUIRE(opened.has_value());
  model::RunStarted started;
  started.timestamp = "2026-11-22T23:46:10+0000";
  run.on(started);
  std::vector<model::Item> items;
  for (const auto& [name, median] : tests) items.push_back(test_item(name));
  for (std::size_t i = 0; i < tests.size(); ++i) {
    model::PhaseFinished phase;
    phase.item = i;
    phase.measurement = measured(tests[i].second);
    run.on(phase);
  }
  return run.judge(items);
}

const model::BenchmarksJudged& judged(const BenchmarkRun::Judgement& judgement) {
  REQUIRE(!judgement.events.empty());
  const auto* event = std::get_if<model::BenchmarksJudged>(&judgement.events.back());
  REQUIRE(event != nullptr);
  return *event;
}

std::string notice(const BenchmarkRun::Judgement& judgement) {
  REQUIRE(!judgement.events.empty());
  const auto* event = std::get_if<model::Notice>(&judgement.events.front());
  return event == nullptr ? "" : event->text;
}

std::string names_in(const std::string& root) {
  std::string all;
  for (const auto& name : report::BenchmarkStore{root + "/.dyntest_cache/benchmarks"}.names())
    all += name + " ";
  return all;
}

const std::vector<std::string> saving{"--benchmark-save", "main"};

}  // namespace

TEST(modes_decide_what_is_skipped, (std::string word, bool benchmark_runs, bool other_runs),
     cases(row("--benchmark-only", true, false), row("--benchmark-skip", false, true),
           row("--benchmark-disable", true, true), row("-v", true, true))) {
  const BenchmarkWork work = options_of({word}).work;
  CHECK(work.reason_to_skip(test_item("a", {"TmpDir", "Benchmark"})).empty() == benchmark_runs);
  CHECK(work.reason_to_skip(test_item("b", {"TmpDir"})).empty() == other_runs);
}

TEST(a_disabled_benchmark_does_not_measure) {
  const auto benchmark = test_item("a", {"Benchmark"});
  CHECK(options_of({}).work.measures(benchmark));
  CHECK(!options_of({}).work.measures(test_item("b")));
  CHECK(!options_of({"--benchmark-disable"}).work.measures(benchmark));
}

TEST(only_is_stronger_than_skip) {
  CHECK((options_of({"--benchmark-skip", "--benchmark-only"}).work.mode == BenchmarkMode::only));
}

TEST(a_worker_is_told_what_it_needs) {
  WorkerOptions options;
  options.benchmarks = options_of({"--benchmark-only", "--benchmark-min-time", "0.00125",
                                   "--benchmark-max-time", "0.5", "--benchmark-min-rounds", "7"})
                           .work;
  const auto told = WorkerOptions::from_arguments(options.to_arguments()).benchmarks;
  CHECK((told.mode == BenchmarkMode::only));
  CHECK(told.limits.min_time == 0.00125);
  CHECK(told.limits.max_time == 0.5);
  CHECK(told.limits.min_rounds == 7u);
}

TEST(a_stored_run_is_named_or_the_newest) {
  CHECK(!options_of({}).compare.has_value());
  CHECK(options_of({"--benchmark-compare"}).compare == "");
  CHECK(options_of({"--benchmark-compare", "-v"}).compare == "");
  CHECK(options_of({"--benchmark-compare=0003"}).compare == "0003");
  CHECK(options_of({"--benchmark-compare", "main"}).compare == "main");
}

TEST(
    a_wrong_word_names_the_remedy, (std::vector<std::string> words, std::string remedy),
    cases(row(std::vector<std::string>{"--benchmark-compare", "--benchmark-compare-fail=speed:10%"},
              "--benchmark-compare-fail takes FIELD:N% or FIELD:SECONDS")
              .id("field"),
          row(std::vector<std::string>{"--benchmark-compare", "--benchmark-compare-fail=min:"},
              "--benchmark-compare-fail takes FIELD:N% or FIELD:SECONDS")
              .id("no_amount"),
          row(std::vector<std::string>{"--benchmark-compare", "--benchmark-compare-fail=min:-1%"},
              "--benchmark-compare-fail takes FIELD:N% or FIELD:SECONDS")
              .id("negative"),
          row(std::vector<std::string>{"--benchmark-compare-fail=min:5%"},
              "--benchmark-compare-fail needs --benchmark-compare")
              .id("nothing_to_compare_with"),
          row(std::vector<std::string>{"--benchmark-only", "--benchmark-disable"}, "leave one out")
              .id("contradiction"),
          row(std::vector<std::string>{"--benchmark-save", "a/b"},
              "--benchmark-save: takes a name without any of \\/:*?<>|, not 'a/b'")
              .id("name"),
          row(std::vector<std::string>{"--benchmark-max-time", "0"},
              "--benchmark-max-time: takes a number above 0, not '0'")
              .id("no_time"),
          row(std::vector<std::string>{"--benchmark-columns", "min,fastest"},
              "--benchmark-columns: there is no 'fastest'; there are: min,max,mean")
              .id("column"))) {
  const auto options = parse_options(words);
  REQUIRE(!options.has_value());
  CHECK(has(options.error().text(), remedy));
}

TEST(a_limit_is_a_share_or_seconds, (std::string text, double now, double then, bool exceeded),
     cases(row("median:10%", 1.11, 1.0, true), row("median:10%", 1.09, 1.0, false),
           row("min:0.5", 1.6, 1.0, true), row("min:0.5", 1.4, 1.0, false),
           row("max:0%", 1.0, 1.0, false), row("iqr:50%", 0.1, 0.0, true),
           row("mean:2.5%", 0.5, 1.0, false), row("stddev:1e-3", 0.002, 0.0, true))) {
  const auto limit = parse_regression_limit(text);
  REQUIRE(limit.has_value());
  CHECK(limit->exceeded(now, then) == exceeded);
}

TEST(a_run_that_nobody_asked_about_is_not_judged, (TmpDir& root)) {
  const auto judgement = run_with(root.path(), {}, {{"a", 1e-6}});
  CHECK(judgement.events.empty());
  CHECK(judgement.exit_code == 0);
  CHECK(names_in(root.path()) == "");
}

TEST(a_run_is_stored, (TmpDir& root)) {
  CHECK(judged(run_with(root.path(), saving, {{"a", 1e-6}})).saved ==
        ".dyntest_cache/benchmarks/0001_main.json");
  run_with(root.path(), {"--benchmark-autosave"}, {{"a", 1e-6}});
  CHECK(names_in(root.path()) == "0001_main 0002_20261122_234610 ");
  CHECK(std::ifstream{root / ".dyntest_cache/.gitignore"}.good());
}

TEST(figures_are_set_beside_those_of_the_same_test, (TmpDir& root)) {
  run_with(root.path(), saving, {{"a", 1e-6}, {"b", 5e-6}});
  const auto judgement =
      run_with(root.path(), {"--benchmark-compare"}, {{"new", 1e-6}, {"b", 6e-6}});
  const auto& told = judged(judgement);
  CHECK(told.baseline == "0001_main");
  REQUIRE(told.before.size() == 1);
  CHECK(told.before[0].item == 1u);
  CHECK(told.before[0].measured.median == 5e-6);
  CHECK(judgement.exit_code == 0);
}

TEST(a_regression_fails_the_run, (TmpDir& root)) {
  run_with(root.path(), saving, {{"a", 1e-6}, {"b", 5e-6}});
  const auto judgement =
      run_with(root.path(), {"--benchmark-compare", "--benchmark-compare-fail=median:10%"},
               {{"a", 1.05e-6}, {"b", 6e-6}});
  CHECK(judgement.exit_code == 1);
  CHECK(judged(judgement).regressions ==
        std::vector<std::string>{"t/test_unit_kv_x.cpp::b - median 6.0000us, in 0001_main "
                                 "5.0000us (1.20 times as long); allowed: median:10%"});
}

TEST(a_run_is_compared_before_it_is_stored, (TmpDir& root)) {
  run_with(root.path(), saving, {{"a", 1e-6}});
  const auto judgement =
      run_with(root.path(), {"--benchmark-compare", "--benchmark-autosave"}, {{"a", 2e-6}});
  CHECK(judged(judgement).baseline == "0001_main");
  CHECK(judged(judgement).before.at(0).measured.median == 1e-6);
}

TEST(a_test_that_failed_is_not_stored, (TmpDir& root)) {
  BenchmarkRun run{options_of(saving), root.path(), root / ".dyntest_cache"};
  model::PhaseFinished phase;
  phase.outcome = model::Outcome::failed;
  phase.measurement = measured(1e-6);
  run.on(phase);
  CHECK(has(notice(run.judge({test_item("a")})), "nothing was measured"));
  CHECK(names_in(root.path()) == "");
}

TEST(the_first_run_has_nothing_to_compare_with, (TmpDir& root)) {
  const auto judgement = run_with(root.path(), {"--benchmark-compare"}, {{"a", 1e-6}});
  CHECK(has(notice(judgement), "no run is stored yet"));
  CHECK(judgement.exit_code == 0);
}

TEST(
    a_comparison_that_cannot_be_made_is_refused, (TmpDir& root, std::string word, std::string why),
    cases(row("--benchmark-compare=mian", "no stored run 'mian'; there are: 0001_main").id("name"),
          row("--benchmark-compare=0002", "0002_bad.json: not JSON; remove the file").id("file"))) {
  run_with(root.path(), saving, {{"a", 1e-6}});
  if (has(why, "JSON")) std::ofstream{root / ".dyntest_cache/benchmarks/0002_bad.json"} << "{";
  BenchmarkRun run{options_of({word}), root.path(), root / ".dyntest_cache"};
  const auto opened = run.open();
  REQUIRE(!opened.has_value());
  CHECK(has(opened.error().text(), why));
}

TEST(a_limit_without_a_stored_run_is_refused, (TmpDir& root)) {
  BenchmarkRun run{options_of({"--benchmark-compare", "--benchmark-compare-fail=min:5%"}),
                   root.path(), root / ".dyntest_cache"};
  const auto opened = run.open();
  REQUIRE(!opened.has_value());
  CHECK(has(opened.error().text(), "--benchmark-save NAME does it"));
}

TEST(a_run_that_cannot_be_stored_says_so, (TmpDir& root)) {
  std::ofstream{root / ".dyntest_cache"} << "in the way";
  const auto judgement = run_with(root.path(), saving, {{"a", 1e-6}});
  CHECK(judgement.exit_code == 4);
  CHECK(judgement.error.starts_with("ERROR: "));
}
