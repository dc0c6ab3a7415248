// Shards as one run: what is told of it, and what cannot be joined.
#include <string>
#include <vector>

#include "conftest.hpp"
#include "report_test_utils.hpp"
#include "testing/report/join.hpp"

using namespace report_test;
using dyntest::model::Partition;
using dyntest::model::Shard;
using dyntest::model::Shares;
using dyntest::report::join;
using dyntest::report::NamedRecording;
using dyntest::report::Recording;

namespace {

const std::string file = "t/unit/test_unit_kv_x.cpp";

struct Part {
  std::size_t index = 1;
  std::size_t total = 2;
  std::vector<std::pair<std::size_t, Item>> tests;  // with their places
  int exit_code = 0;
  double seconds = 1;
  std::string stopped = {};
  std::string checksum = "same";
};

// All of whose tests pass; of four tests in all shards, and one that was deselected.
NamedRecording recorded(const Part& part) {
  RunStarted start;
  start.root = "/suite";
  start.timestamp = "2026-11-23T12:00:0" + std::to_string(part.index);
  start.shard = Shard{Partition::hash, part.index, part.total};
  CollectionFinished collection;
  Shares shares{4, part.checksum, "partition: a line of one shard", {}};
  std::vector<Item> items;
  Recording recording;
  auto& events = recording.events;
  for (const auto& [place, test] : part.tests) {
    const auto index = items.size();
    if (test.repetition <= 1) shares.places.push_back(place);
    items.push_back(test);
    PhaseFinished ok = passed();
    ok.item = index;
    events.emplace_back(TestStarted{index});
    events.emplace_back(ok);
    events.emplace_back(TestFinished{index, 0.5});
  }
  collection.deselected = 5 - shares.places.size();
  collection.collected = collection.deselected + items.size();
  collection.selected = Items{items};
  collection.shares = shares;
  collection.lines = {"run-last-failure: said by all"};
  events.insert(events.begin(), collection);
  events.insert(events.begin(), start);
  events.emplace_back(RunFinished{part.seconds, part.stopped, part.exit_code});
  return {std::to_string(part.index) + ".jsonl", std::move(recording)};
}

Recording joined(std::vector<NamedRecording> shards) {
  auto whole = join(std::move(shards));
  REQUIRE(whole.has_value());
  return std::move(*whole);
}

std::string error_of(std::vector<NamedRecording> shards) {
  const auto whole = join(std::move(shards));
  return whole ? "no error" : whole.error().text();
}

std::vector<std::string> ids(const CollectionFinished& collection) {
  std::vector<std::string> all;
  for (const auto& test : collection.selected) all.push_back(test.title());
  return all;
}

const Part first{1, 2, {{0, item(file, "a")}, {2, item(file, "c")}}, 0, 2.5};
const Part second{2, 2, {{1, item(file, "b")}, {3, item(file, "d")}}};

}  // namespace

TEST(tests_stand_in_the_order_of_the_whole_run) {
  const auto whole = joined({recorded(second), recorded(first)});
  CHECK(ids(whole.collection()) == std::vector<std::string>{"a", "b", "c", "d"});
  std::vector<std::size_t> told;
  for (const auto& event : whole.events)
    if (const auto* phase = std::get_if<PhaseFinished>(&event)) told.push_back(phase->item);
  CHECK(told == std::vector<std::size_t>{0, 1, 2, 3});
}

TEST(numbers_are_those_of_all_shards) {
  const auto whole = joined({recorded(first), recorded(second)});
  CHECK(whole.collection().collected == 5u);
  CHECK(whole.collection().deselected == 1u);
  CHECK(whole.collection().workers == 2u);
  CHECK(whole.collection().lines == std::vector<std::string>{"run-last-failure: said by all"});
  CHECK(whole.end().seconds == 2.5);
  CHECK(whole.end().exit_code == 0);
  CHECK(whole.end().stopped == "");
}

TEST(the_header_names_the_shards) {
  const auto whole = joined({recorded(second), recorded(first)});
  CHECK(!whole.start().shard);
  CHECK(whole.start().header_lines ==
        std::vector<std::string>{"shard 1 of 2 by hash: 1.jsonl, 2 tests in 2.50s",
                                 "shard 2 of 2 by hash: 2.jsonl, 2 tests in 1.00s"});
  CHECK(whole.start().timestamp == "2026-11-23T12:00:01");
}

TEST(repetitions_stay_with_their_test) {
  auto one = item(file, "a");
  auto two = item(file, "a");
  one.repetition = 1;
  two.repetition = 2;
  const auto whole =
      joined({recorded({1, 2, {{1, one}, {1, two}}}), recorded({2, 2, {{0, item(file, "b")}}})});
  CHECK(ids(whole.collection()) == std::vector<std::string>{"b", "a #1", "a #2"});
  CHECK(whole.collection().deselected == 1u);
}

TEST(what_names_no_test_stands_behind_the_test_before_it) {
  auto noticed = recorded(second);
  noticed.recording.events.insert(noticed.recording.events.begin() + 5, Notice{"of b"});
  noticed.recording.events.insert(noticed.recording.events.begin() + 2, Notice{"of nobody"});
  const auto whole = joined({recorded(first), noticed});
  CHECK(std::get<Notice>(whole.events.at(2)).text == "of nobody");
  CHECK(std::get<TestFinished>(whole.events.at(8)).item == 1u);
  CHECK(std::get<Notice>(whole.events.at(9)).text == "of b");
}

TEST(attempts_are_renumbered_with_their_phases) {
  auto flaky = recorded(second);
  PhaseFinished bad = failed("1 == 2");
  flaky.recording.events.insert(flaky.recording.events.begin() + 6,
                                AttemptFailed{1, 1, 2, 0.5, {bad}});
  const auto whole = joined({recorded(first), flaky});
  for (const auto& event : whole.events)
    if (const auto* attempt = std::get_if<AttemptFailed>(&event)) {
      CHECK(attempt->item == 3u);
      CHECK(attempt->phases.at(0).item == 3u);
      return;
    }
  FAIL("no attempt");
}

TEST(benchmarks_of_all_shards_are_judged_together) {
  auto one = recorded(first);
  auto two = recorded(second);
  const auto judge = [](NamedRecording& shard, std::size_t test) {
    shard.recording.events.insert(
        shard.recording.events.end() - 1,
        BenchmarksJudged{"0001_main", {{test, {}}}, {"slower"}, "0002.json"});
  };
  judge(one, 1);
  judge(two, 0);
  const auto whole = joined({one, two});
  const auto& judged = std::get<BenchmarksJudged>(*(whole.events.end() - 2));
  CHECK(judged.baseline == "0001_main");
  REQUIRE(judged.before.size() == 2u);
  CHECK(judged.before[0].item == 2u);
  CHECK(judged.before[1].item == 1u);
  CHECK(judged.regressions.size() == 2u);
}

TEST(the_worst_exit_code_is_that_of_the_run, (int one, int other, int of_run),
     cases(row(0, 0, 0), row(0, 1, 1), row(5, 0, 5), row(5, 1, 1), row(1, 2, 2), row(2, 4, 4),
           row(4, 3, 3))) {
  Part a = first;
  Part b = second;
  a.exit_code = one;
  b.exit_code = other;
  CHECK(joined({recorded(a), recorded(b)}).end().exit_code == of_run);
}

TEST(a_shard_that_stopped_is_named) {
  Part cut = second;
  cut.stopped = "cut short";
  cut.exit_code = 2;
  const auto whole = joined({recorded(first), recorded(cut)});
  CHECK(whole.end().stopped == "shard 2 of 2: cut short");
  CHECK(whole.end().exit_code == 2);
}

TEST(missing_shards_are_named) {
  Part of_five = first;
  of_five.total = 5;
  of_five.index = 2;
  Part other = second;
  other.total = 5;
  other.index = 4;
  const auto whole = joined({recorded(of_five), recorded(other)});
  CHECK(whole.end().stopped == "shards 1, 3, 5 of 5 are missing");
  CHECK(whole.end().exit_code == 2);
}

TEST(one_shard_alone_is_told_as_it_was_and_misses_the_others) {
  Part one = first;
  one.stopped = "stopping after 1 failures";
  one.exit_code = 1;
  const auto alone = joined({recorded(one)});
  CHECK(alone.start().shard.has_value());
  CHECK(alone.end().stopped == "stopping after 1 failures; shard 2 of 2 is missing");
  CHECK(alone.end().exit_code == 2);
}

TEST(the_only_shard_is_a_whole_run) {
  const auto alone = joined({recorded({1, 1, {{0, item(file, "a")}}})});
  CHECK(alone.end().stopped == "");
  CHECK(alone.end().exit_code == 0);
}

TEST(a_run_that_is_no_shard_is_told_as_it_is) {
  auto whole = recorded(first);
  std::get<RunStarted>(whole.recording.events.front()).shard.reset();
  CHECK(joined({whole}).end().seconds == 2.5);
  CHECK(error_of({recorded(second), whole}) ==
        "1.jsonl is no shard: it was recorded without --partition");
}

TEST(a_shard_that_never_collected_is_joined) {
  auto begun = recorded(second);
  begun.recording.events = {begun.recording.start(), CollectionFinished{},
                            RunFinished{0, "cut short", 2}};
  const auto whole = joined({recorded(first), begun});
  CHECK(ids(whole.collection()) == std::vector<std::string>{"a", "c"});
  CHECK(whole.collection().deselected == 1u);
}

TEST(errors_that_all_shards_have_are_told_once) {
  auto one = recorded(first);
  auto two = recorded(second);
  for (auto* shard : {&one, &two}) {
    std::get<CollectionFinished>(shard->recording.events[1]).errors = {{"x.cpp", "broken"}};
    std::get<RunFinished>(shard->recording.events.back()).error = "ERROR: broken\n";
  }
  const auto whole = joined({one, two});
  CHECK(whole.collection().errors.size() == 1u);
  CHECK(whole.end().error == "ERROR: broken\n");
}

TEST(shards_of_different_runs_are_refused) {
  Part other = second;
  other.checksum = "other";
  CHECK(error_of({recorded(first), recorded(other)}) ==
        "1.jsonl and 2.jsonl have not shared out the same tests in the same way: their runs had "
        "other options, another build or another .dyntest_cache");
  other.total = 3;
  CHECK(error_of({recorded(first), recorded(other)}) ==
        "1.jsonl is one of 2 shards by hash, 2.jsonl one of 3 by hash: join the shards of one run");
  CHECK(error_of({recorded(first), recorded(second), recorded(first)}) ==
        "1.jsonl and 1.jsonl are both shard 1 of 2");
}
