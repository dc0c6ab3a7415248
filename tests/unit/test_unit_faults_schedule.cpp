// Schedules are values: drawn by a seed, within their plan, and the same again from a log.
#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <string>

#include "conftest.hpp"
#include "kit/faults/history.hpp"
#include "kit/faults/schedule.hpp"

using namespace dyntest::faults;
using namespace std::chrono_literals;
using dyntest::base::Duration;

namespace {

FaultKind kind(std::string name, std::uint64_t weight, Part part = Part::network) {
  FaultKind kind;
  kind.name = std::move(name);
  kind.weight = weight;
  kind.shortest = 20ms;
  kind.longest = 60ms;
  kind.part = part;
  return kind;
}

const FaultTable table = {kind("latency", 6), kind("reset", 3), kind("kill", 2, Part::process),
                          kind("stop", 1, Part::process), kind("unused", 0)};
const std::vector<Place> places = {{"a"}, {"b"}, {"c"}};

Schedule drawn(std::uint64_t seed, Plan plan = {}) {
  return Schedule::random(table, places, plan, seed);
}

std::size_t standing(const Schedule& schedule, Duration moment) {
  return static_cast<std::size_t>(std::ranges::count_if(schedule.steps, [&](const Step& step) {
    return step.at <= moment && moment < step.at + step.lasts;
  }));
}

bool is_of_process(const Step& step) { return step.fault == "kill" || step.fault == "stop"; }

}  // namespace

TEST(the_same_seed_gives_the_same_steps) {
  CHECK((drawn(7) == drawn(7)));
  CHECK((drawn(7).steps != drawn(8).steps));
}

TEST(a_known_seed_gives_known_steps_on_every_machine) {
  const auto schedule = drawn(1, {.steps_max = 3});
  CHECK(schedule.text() ==
        "seed 1, 3 faults\n"
        "46.5637 ms  latency on a for 29.4208 ms\n"
        "75.9845 ms  stop on b for 23.3933 ms\n"
        "99.3778 ms  latency on a for 54.2865 ms\n");
}

TEST(a_log_is_read_back_as_the_same_schedule) {
  const auto schedule = drawn(42, {.together_max = 3});
  REQUIRE(schedule.steps.size() > 5);
  const auto parsed = Schedule::parse(schedule.log());
  REQUIRE(parsed.has_value());
  CHECK((*parsed == schedule));
}

TEST(the_log_of_a_run_is_a_schedule_too) {
  History history;
  history.schedule = drawn(3);
  Occurrence fault;
  fault.step = history.schedule.steps.front();
  fault.text = "latency(5 ms)";
  fault.bites = {.connections = 1, .chunks = 2, .bytes = 3, .processes = 0};
  fault.heal_error = "no \"luck\"";
  history.faults.push_back(fault);
  const auto log = history.log();
  CHECK(log.find("\"happened\":\"latency(5 ms)\"") != std::string::npos);
  CHECK(log.find("\"bytes\":3") != std::string::npos);
  const auto parsed = Schedule::parse(log);
  REQUIRE(parsed.has_value());
  CHECK((*parsed == history.schedule));
}

TEST(a_log_that_is_none_says_where, (std::string log, std::string error),
     cases(row("", "a schedule's log without its first line").id("empty"),
           row("{\"schedule\":2,\"seed\":1}", "a schedule's log of another version").id("version"),
           row("{\"schedule\":1,\"seed\":1}\nno", "line 2 of a schedule's log: ").id("no_json"),
           row("{\"schedule\":1,\"seed\":1}\n{\"at_ns\":1}", "line 2 of a schedule's log: ")
               .id("incomplete"))) {
  const auto parsed = Schedule::parse(log);
  REQUIRE(!parsed.has_value());
  CHECK(parsed.error().text().starts_with(error));
}

TEST(weights_are_respected) {
  std::map<std::string, double> counts;
  double all = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    for (const Step& step : drawn(seed, {.together_max = 1}).steps) {
      ++counts[step.fault];
      ++all;
    }
  }
  CHECK(counts["latency"] / all == approx(6.0 / 12).abs(0.04));
  CHECK(counts["reset"] / all == approx(3.0 / 12).abs(0.04));
  CHECK(counts["kill"] / all == approx(2.0 / 12).abs(0.04));
  CHECK(counts["stop"] / all == approx(1.0 / 12).abs(0.04));
  CHECK(counts["unused"] == 0);
}

TEST(steps_keep_to_their_plan, (std::uint64_t seed), cases(1u, 2u, 3u, 4u, 5u)) {
  const Plan plan{
      .total = 500ms, .steps_max = 40, .shortest_gap = 1ms, .longest_gap = 9ms, .together_max = 2};
  const auto schedule = drawn(seed, plan);
  REQUIRE(schedule.steps.size() > 4);
  CHECK(schedule.steps.size() <= 40);
  Duration before{0};
  for (const Step& step : schedule.steps) {
    CHECK(step.at <= 500ms);
    CHECK(step.at > before);
    CHECK(step.lasts >= 20ms);
    CHECK(step.lasts <= 60ms);
    CHECK(standing(schedule, step.at) <= 2);
    before = step.at;
  }
}

TEST(no_two_process_faults_stand_on_one_target, (std::uint64_t seed), cases(1u, 2u, 3u)) {
  const auto schedule = drawn(seed, {.longest_gap = 5ms, .together_max = 10});
  for (const Step& one : schedule.steps) {
    for (const Step& other : schedule.steps) {
      const bool overlap = &one != &other && one.target == other.target && one.at <= other.at &&
                           other.at < one.at + one.lasts;
      CHECK(!(overlap && is_of_process(one) && is_of_process(other)));
      CHECK(!(overlap && one.fault == other.fault));
    }
  }
}

TEST(a_fault_goes_only_where_it_can) {
  const std::vector<Place> two = {{"proxy", true, false}, {"process", false, true}};
  const auto schedule = Schedule::random(table, two, {.together_max = 4}, 1);
  std::set<std::string> targets;
  for (const Step& step : schedule.steps) {
    CHECK(step.target == (is_of_process(step) ? "process" : "proxy"));
    targets.insert(step.target);
  }
  CHECK(targets.size() == 2);
}

TEST(a_swarm_draws_which_faults_exist_at_all) {
  std::set<std::set<std::string>> sets;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    std::set<std::string> kinds;
    for (const Step& step : drawn(seed, {.swarm = true}).steps) kinds.insert(step.fault);
    CHECK(!kinds.empty());
    sets.insert(kinds);
  }
  CHECK(sets.size() > 8);
  CHECK(std::ranges::any_of(sets, [](const auto& kinds) { return kinds.size() == 1; }));
  CHECK(std::ranges::any_of(sets, [](const auto& kinds) { return kinds.size() == 4; }));
}

TEST(steps_have_seeds_of_their_own) {
  std::set<std::uint64_t> seeds;
  const auto schedule = drawn(1);
  for (const Step& step : schedule.steps) seeds.insert(step.seed);
  CHECK(seeds.size() == schedule.steps.size());
}

TEST(an_empty_table_gives_an_empty_schedule) {
  CHECK(Schedule::random({}, places, {}, 1).steps.empty());
  CHECK(Schedule::random(table, {}, {}, 1).steps.empty());
}
