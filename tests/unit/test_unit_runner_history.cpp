// What --lf, --ff, --nf and --sw choose, and what is remembered of a run: pytest's semantics.
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "conftest.hpp"
#include "testing/builtin/tmp_dir.hpp"
#include "testing/runner/history.hpp"

using namespace dyntest;
using builtin::TmpDir;
using model::Outcome;
using model::Phase;
using runner::History;
using runner::HistoryOptions;
using runner::PastRuns;

namespace {

using Names = std::vector<std::string>;

model::Item item(const std::string& file, const std::string& name) {
  model::Item made;
  made.file = file;
  made.name = name;
  return made;
}

const std::vector<model::Item> items{item("a.cpp", "one"), item("a.cpp", "two"),
                                     item("b.cpp", "three"), item("c.cpp", "four")};

// Runs both steps of choosing over all items; the names of those that are left.
struct Chosen {
  Names names;
  Names lines;
};
Chosen choose(History& history, const std::string& given = "", std::int64_t now = 0) {
  const std::map<std::string, std::int64_t> changed{{"a.cpp", 1}, {"b.cpp", 3}, {"c.cpp", 2}};
  const auto collected = history.collected(items, {0, 1, 2, 3},
                                           [&](const std::string& file) { return file == given; });
  const auto choice = history.choose(
      items, collected, [&](const std::string& file) { return changed.at(file); }, now);
  Chosen chosen{{}, choice.lines};
  for (const auto index : choice.kept) chosen.names.push_back(items[index].name);
  return chosen;
}

void collect(History& history, std::vector<model::CollectionError> errors = {}) {
  model::CollectionFinished finished;
  finished.selected = items;
  finished.errors = std::move(errors);
  history.on(finished);
}
void end(History& history, std::size_t index, Outcome outcome, Phase phase = Phase::call) {
  model::PhaseFinished finished;
  finished.item = index;
  finished.outcome = outcome;
  finished.phase = phase;
  history.on(finished);
}

PastRuns failed(std::set<std::string> ids) {
  PastRuns past;
  past.failed = std::move(ids);
  return past;
}

}  // namespace

TEST(last_failed_keeps_failures_alone) {
  History history{failed({"a.cpp::two", "c.cpp::four"}), {.last_failed = true}};
  const auto chosen = choose(history);
  CHECK(chosen.names == Names{"two", "four"});
  CHECK(chosen.lines == Names{"run-last-failure: rerun previous 2 failures (skipped 1 file)"});
}

TEST(last_failed_deselects_in_a_file_that_is_named) {
  History history{failed({"a.cpp::two"}), {.last_failed = true}};
  const auto collected =
      history.collected(items, {0, 1}, [](const std::string& file) { return file == "a.cpp"; });
  CHECK(collected == std::vector<std::size_t>{0, 1});
  CHECK(choose(history, "a.cpp").names == Names{"two"});
}

TEST(last_failed_takes_all_where_no_failure_is_known) {
  History history{{}, {.last_failed = true}};
  const auto chosen = choose(history);
  CHECK(chosen.names.size() == 4);
  CHECK(chosen.lines ==
        Names{"run-last-failure: no previously failed tests, not deselecting items."});
}

TEST(last_failed_takes_none_if_told_so) {
  History history{{}, {.last_failed = true, .none_without_failures = true}};
  const auto chosen = choose(history);
  CHECK(chosen.names.empty());
  CHECK(chosen.lines ==
        Names{"run-last-failure: no previously failed tests, deselecting all items."});
}

TEST(failures_elsewhere_deselect_nothing) {
  History history{failed({"gone.cpp::old"}), {.last_failed = true}};
  const auto chosen = choose(history);
  CHECK(chosen.names.size() == 4);
  CHECK(chosen.lines == Names{"run-last-failure: 1 known failures not in selected tests"});
}

TEST(failed_first_puts_the_rest_behind) {
  History history{failed({"b.cpp::three"}), {.failed_first = true}};
  const auto chosen = choose(history);
  CHECK(chosen.names == Names{"three", "one", "two", "four"});
  CHECK(chosen.lines == Names{"run-last-failure: rerun previous 1 failure first"});
}

TEST(new_first_goes_by_age_of_the_file) {
  PastRuns past;
  past.known = {"b.cpp::three", "a.cpp::one"};
  History history{past, {.new_first = true}};
  CHECK(choose(history).names == Names{"four", "two", "three", "one"});
}

TEST(failures_are_remembered_until_they_pass) {
  History history{failed({"a.cpp::one", "a.cpp::two", "b.cpp::three"}), {}};
  collect(history);
  end(history, 0, Outcome::passed, Phase::setup);
  end(history, 0, Outcome::passed);
  end(history, 1, Outcome::skipped, Phase::setup);
  end(history, 2, Outcome::passed, Phase::setup);
  end(history, 3, Outcome::passed);
  end(history, 3, Outcome::failed, Phase::teardown);
  CHECK(history.past().failed == std::set<std::string>{"b.cpp::three", "c.cpp::four"});
  CHECK(history.past().known.size() == 4);
}

TEST(a_file_that_did_not_collect_failed) {
  History history{failed({"a.cpp"}), {}};
  collect(history, {{"d.cpp", "does not compile"}});
  CHECK(history.past().failed == std::set<std::string>{"a.cpp::one", "a.cpp::two", "d.cpp"});
}

TEST_CLASS(TestStepwise) {
 public:
  static PastRuns stopped_at(const std::string& id, std::size_t tests = 4) {
    PastRuns past;
    past.stepwise = {id, tests, 100};
    return past;
  }
};

TEST_F(TestStepwise, goes_on_where_it_stopped) {
  History history{stopped_at("b.cpp::three"), {.stepwise = true}};
  const auto chosen = choose(history, "", 100 + 86'400 + 3'725);
  CHECK(chosen.names == Names{"three", "four"});
  CHECK(chosen.lines ==
        Names{"stepwise: skipping 2 already passed items (cache from 1 day, 1:02:05 "
              "ago, use --sw-reset to discard)."});
  CHECK(HistoryOptions{.stepwise = true}.failures_max() == 1u);
}

TEST_F(TestStepwise, starts_anew_where_it_cannot_go_on,
       (std::string id, int tests, std::string line),
       cases(row("b.cpp::three", 5,
                 "stepwise: test count changed, not skipping (now 4 tests, previously 5)."),
             row("b.cpp::gone", 4, "stepwise: previously failed test not found, not skipping."))) {
  History history{stopped_at(id, static_cast<std::size_t>(tests)), {.stepwise = true}};
  const auto chosen = choose(history);
  CHECK(chosen.names.size() == 4);
  CHECK(chosen.lines == Names{line});
}

TEST_F(TestStepwise, can_be_reset) {
  History history{stopped_at("b.cpp::three"), {.stepwise = true, .stepwise_reset = true}};
  const auto chosen = choose(history);
  CHECK(chosen.names.size() == 4);
  CHECK(chosen.lines == Names{"stepwise: resetting state, not skipping."});
  CHECK(!history.past().stepwise.failed);
}

TEST_F(TestStepwise, remembers_the_failure_it_stops_at) {
  History history{{}, {.stepwise = true}};
  CHECK(choose(history).lines == Names{"stepwise: no previously failed tests, not skipping."});
  collect(history);
  end(history, 0, Outcome::passed);
  end(history, 1, Outcome::failed);
  CHECK(history.past().stepwise.failed == "a.cpp::two");
  CHECK(history.past().stepwise.tests == 4u);
}

TEST_F(TestStepwise, passes_over_one_failure_with_skip) {
  History history{stopped_at("a.cpp::two"), {.stepwise = true, .stepwise_skip = true}};
  CHECK((HistoryOptions{.stepwise = true, .stepwise_skip = true}.failures_max() == 2u));
  collect(history);
  end(history, 1, Outcome::failed);
  CHECK(!history.past().stepwise.failed);
  end(history, 2, Outcome::failed);
  CHECK(history.past().stepwise.failed == "b.cpp::three");
}

TEST(what_is_written_is_read, (TmpDir& folder)) {
  PastRuns past = failed({"a.cpp::two", "größer.cpp"});
  past.known = {"a.cpp::one", "a.cpp::two"};
  past.stepwise = {"a.cpp::two", 7, 1'700'000'000};
  REQUIRE(runner::write_past_runs(folder.path(), past).has_value());
  const auto read = runner::read_past_runs(folder.path());
  CHECK(read.failed == past.failed);
  CHECK(read.known == past.known);
  CHECK(read.stepwise.failed == past.stepwise.failed);
  CHECK(read.stepwise.tests == past.stepwise.tests);
  CHECK(read.stepwise.ended == past.stepwise.ended);
}

TEST(garbage_is_as_nothing, (TmpDir& folder, std::string text),
     cases("", "{", "7", "[1, null]", "{\"last_failed\": 3, \"last_test_count\": -1}")) {
  std::filesystem::create_directories(folder / "v/cache");
  for (const auto* key : {"lastfailed", "nodeids", "stepwise"})
    std::ofstream{folder / "v/cache" / key} << text;
  const auto read = runner::read_past_runs(folder.path());
  CHECK(read.known.empty());
  CHECK(!read.stepwise.failed);
  CHECK(!read.stepwise.tests);
}

TEST(what_has_not_changed_is_not_written, (TmpDir& folder)) {
  PastRuns past;
  past.failed = {"a.cpp::one"};
  past.known = {"a.cpp::one", "a.cpp::two"};
  PastRuns now = past;
  now.failed.clear();
  REQUIRE(runner::write_past_runs(folder.path(), now, runner::StoredRuns{past}).has_value());
  CHECK(exists(folder / "v/cache/lastfailed"));
  CHECK(!exists(folder / "v/cache/nodeids"));
  CHECK(!exists(folder / "v/cache/stepwise"));
}

TEST(an_unwritable_cache_is_an_error, (TmpDir& folder)) {
  std::ofstream{folder / "v"} << "a file where a folder should be";
  PastRuns past;
  past.failed = {"a.cpp::one"};
  const auto written = runner::write_past_runs(folder.path(), past);
  REQUIRE(!written.has_value());
  CHECK(written.error().text().find("cache: cannot write") == 0u);
}
