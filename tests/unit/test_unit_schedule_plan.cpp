// Which pieces a run is cut into, and which of them comes next.
#include <algorithm>
#include <cmath>
#include <queue>
#include <string>
#include <vector>

#include "conftest.hpp"
#include "foundation/base/rng.hpp"
#include "schedule_test_utils.hpp"

using namespace schedule_test;
using model::Scope;

TEST(a_file_is_a_piece_where_nothing_is_known) {
  Suite suite{{{"a"}, {"a"}, {"b"}, {"a"}}};
  CHECK(all_of(suite.plan(), free_pool) == "0-1 2-2 3-3 ");
}

TEST(each_executable_gets_its_own) {
  Suite suite{{{"a"}, {"b", {}, {}, {}, 1}, {"c"}}};
  CHECK(suite.plan().has({1}));
  CHECK(all_of(suite.plan(), free_pool, {1}) == "1-1 ");
  CHECK(!suite.plan().has({1}));
  CHECK(all_of(suite.plan(), free_pool) == "0-0 2-2 ");
}

TEST(isolated_tests_have_workers_of_their_own) {
  Suite suite{{{"a"}, {"a", {}, {}, {}, 0, true}, {"a"}}};
  CHECK(all_of(suite.plan(), free_pool) == "0-0 2-2 ");
  CHECK(all_of(suite.plan(), free_pool, {0, true}) == "1-1 ");
}

// They share nothing that a cut would cost, and each of them pays for all that it uses.
TEST(isolated_tests_are_cut_whatever_fixtures_they_use) {
  const Costs::Fixtures fixtures{{"Model", {Scope::session, 1.5, 0.5}}};
  const Given test{"a", 1.0, {"Model"}, {}, 0, true};
  Suite suite{{test, test}, 2, fixtures};
  CHECK(suite.plan().cost(0) == approx(3.0).abs(0.001));
  Plan::Names holds;
  CHECK(text(suite.plan().take({0, true}, holds, free_pool, {}).piece) == "0-0");
  CHECK(holds.empty());
  CHECK(suite.plan().cut(0, 2, 0, 0)->at == 1);
}

TEST(a_long_test_is_cut_out_of_its_file_and_comes_first) {
  Suite suite{{{"a", 0.05}, {"a", 0.05}, {"b", 0.1}, {"b", 4.0}, {"b", 0.1}}};
  CHECK(all_of(suite.plan(), free_pool) == "3-3 0-1 2-2 4-4 ");
}

TEST(whole_files_are_not_cut_and_keep_their_order) {
  Suite suite{{{"a", 0.1}, {"b", 0.1}, {"b", 4.0}, {"b", 0.1}}, 2, {}, true};
  CHECK(all_of(suite.plan(), free_pool) == "0-0 1-3 ");
}

TEST(one_worker_keeps_files_whole) {
  Suite suite{{{"b", 0.1}, {"b", 4.0}, {"b", 0.1}}, 1};
  CHECK(all_of(suite.plan(), free_pool) == "0-2 ");
}

// So that each worker has its part of every test's repetitions, and a test meets itself.
TEST(repetitions_are_shared_out_by_their_number) {
  std::vector<Given> tests;
  for (const char* file : {"a", "b"})
    for (std::uint32_t i = 1; i <= 4; ++i) tests.push_back({file, {}, {}, {}, 0, false, i});
  Suite suite{tests, 2, {}, false, 3};
  CHECK(all_of(suite.plan(), free_pool) == "0-2 3-3 4-6 7-7 ");
}

TEST(nothing_is_cut_where_a_fixture_would_cost_more) {
  const Costs::Fixtures fixtures{{"Model", {Scope::file, 2.0, 0.0}}};
  const std::vector<std::string> model{"Model"};
  Suite suite{{{"b", 1.0, model}, {"b", 4.0, model}, {"b", 1.0}}, 2, fixtures};
  CHECK(all_of(suite.plan(), free_pool) == "0-1 2-2 ");
}

TEST(what_takes_as_long_keeps_its_order) {
  Suite suite{{{"a", 1.0}, {"b", 1.0}, {"c", 1.0}, {"d", 1.0}}};
  CHECK(all_of(suite.plan(), free_pool) == "0-0 1-1 2-2 3-3 ");
}

TEST(the_longest_comes_first_in_the_end_only) {
  std::vector<Given> tests;
  for (const char* file : {"a", "b", "c", "d", "e", "f", "g", "h"}) tests.push_back({file, 1.0});
  tests.push_back({"i", 1.5});
  Suite suite{tests};
  CHECK(all_of(suite.plan(), free_pool) == "0-0 1-1 2-2 3-3 8-8 4-4 5-5 6-6 7-7 ");
}

TEST(a_longer_piece_of_another_executable_comes_first) {
  Suite suite{{{"a", 0.1}, {"b", 4.0, {}, {}, 1}}};
  Plan::Names holds;
  const auto choice = suite.plan().take({}, holds, free_pool, {});
  CHECK(!choice.piece);
  CHECK((choice.crew == Crew{1}));
  CHECK(text(suite.plan().take({}, holds, free_pool, {{Crew{1}, 1}}).piece) == "0-0");
}

TEST(needs_part_a_file) {
  Needs lock;
  lock.locks = {"db"};
  Suite suite{{{"a"}, {"a", {}, {}, lock}, {"a", {}, {}, lock}, {"a"}}};
  Pool pool{2};
  pool.take(lock);
  CHECK(all_of(suite.plan(), pool) == "0-0 3-3 ");
  pool.give_back(lock);
  CHECK(all_of(suite.plan(), pool) == "1-2 ");
}

TEST(who_needs_a_host_is_overtaken_until_it_is_open) {
  Needs hosted;
  hosted.hosts = {0};
  Suite suite{{{"a", {}, {}, hosted}, {"b"}}};
  Pool pool{2};
  CHECK(all_of(suite.plan(), pool) == "1-1 ");
  pool.open(0);
  CHECK(all_of(suite.plan(), pool) == "0-0 ");
}

TEST(whole_files_wait_for_their_hosts_in_order) {
  Needs hosted;
  hosted.hosts = {0};
  Suite suite{{{"a", {}, {}, hosted}, {"b"}}, 1, {}, true};
  Pool pool{1};
  CHECK(all_of(suite.plan(), pool) == "");
  pool.open(0);
  CHECK(all_of(suite.plan(), pool) == "0-0 1-1 ");
}

TEST(who_needs_many_places_is_not_overtaken) {
  Needs wide;
  wide.places = 2;
  Suite suite{{{"a", {}, {}, wide}, {"b"}}};
  Pool pool{2};
  pool.take({});
  CHECK(all_of(suite.plan(), pool) == "");
  pool.give_back({});
  CHECK(all_of(suite.plan(), pool) == "0-0 1-1 ");
}

TEST(what_runs_alone_comes_last) {
  Needs alone;
  alone.alone = true;
  Suite suite{{{"a", 9.0, {}, alone}, {"b", 1.0}}};
  CHECK(!suite.plan().alone());
  Plan::Names holds;
  CHECK(text(suite.plan().take({}, holds, free_pool, {}).piece) == "1-1");
  CHECK(suite.plan().alone());
  CHECK(text(suite.plan().take({}, holds, free_pool, {}).piece) == "0-0");
  CHECK(suite.plan().alone());
}

TEST(what_a_dead_worker_left_comes_next) {
  Suite suite{{{"a"}, {"a"}, {"b"}}};
  Plan::Names holds;
  suite.plan().take({}, holds, free_pool, {});
  suite.plan().give_back({1});
  CHECK(all_of(suite.plan(), free_pool) == "1-1 2-2 ");
}

// It had a test to run once more, and the next piece already: what lies between is not its own.
TEST(what_a_dead_worker_left_may_have_a_gap) {
  Suite suite{{{"a"}, {"a"}, {"a"}, {"b"}}};
  Plan::Names holds;
  suite.plan().take({}, holds, free_pool, {});
  suite.plan().give_back({0, 2});
  CHECK(all_of(suite.plan(), free_pool) == "0-0 2-2 3-3 ");
}

TEST(what_a_dead_worker_left_is_of_one_file_each) {
  Suite suite{{{"a"}, {"b"}}};
  Plan::Names holds;
  suite.plan().take({}, holds, free_pool, {});
  suite.plan().take({}, holds, free_pool, {});
  suite.plan().give_back({0, 1});
  CHECK(all_of(suite.plan(), free_pool) == "0-0 1-1 ");
}

// A worker with GPUs is wanted where there are some, and has them until it ends.
TEST(gpus_are_those_of_a_crew) {
  const Crew crew{0, false, {1, 0}};
  Given on_gpu{"a"};
  on_gpu.gpus = crew.gpus;
  Suite suite{{on_gpu, {"b"}, on_gpu, on_gpu}};
  Pool pool{8, schedule::Gpus{{{"0", 1024}, {"1", 1024}}}};
  CHECK(suite.plan().wanted(pool, {}) == std::vector<Crew>{crew, {}, crew});
  CHECK(pool.gpus.take(crew.gpus).has_value());
  CHECK(suite.plan().wanted(pool, {{crew, 1}}) == std::vector<Crew>{{}, crew});
  CHECK(pool.gpus.take(crew.gpus).has_value());
  CHECK(suite.plan().wanted(pool, {}) == std::vector<Crew>{{}});
  CHECK(all_of(suite.plan(), pool, crew) == "0-0 2-3 ");
}

TEST(workers_are_wanted_for_what_may_begin) {
  Suite suite{{{"a"}, {"b", {}, {}, {}, 1}, {"c"}}};
  CHECK(suite.plan().wanted(free_pool, {}) == std::vector<Crew>{{0}, {1}, {0}});
  CHECK(suite.plan().wanted(free_pool, {{Crew{0}, 1}}) == std::vector<Crew>{{1}, {0}});
  CHECK(suite.plan().wanted(Pool{0}, {}).empty());
}

TEST(a_cut_halves_what_is_left) {
  Suite suite{{{"a", 1.0}, {"a", 1.0}, {"a", 1.0}, {"a", 1.0}, {"a", 1.0}}};
  const auto cut = suite.plan().cut(1, 5, 0.5, 0);
  REQUIRE(cut.has_value());
  CHECK(cut->at == 3u);  // 0.5 + 2 before it, 2 behind
  CHECK(cut->gain == 2.0);
}

TEST(all_is_taken_from_one_that_is_stuck) {
  Suite suite{{{"a", 1.0}, {"a", 1.0}, {"a", 1.0}}};
  const auto cut = suite.plan().cut(1, 3, 60.0, 0.5);
  REQUIRE(cut.has_value());
  CHECK(cut->at == 1u);
}

TEST(what_nobody_knows_is_not_left_behind_one_that_is_stuck) {
  Suite suite{{{"a"}, {"a"}}};
  const auto cut = suite.plan().cut(1, 2, 60.0, 0.5);
  REQUIRE(cut.has_value());
  CHECK(cut->at == 1u);
}

TEST(no_cut_is_made_that_gains_nothing, (double wait, double start, double fixture),
     cases(row(0.0, 0.0, 1.0).id("fixture"), row(0.0, 0.5, 0.0).id("start"),
           row(0.0, 0.0, 0.36).id("little"))) {
  const std::vector<std::string> model{"Model"};
  Suite suite{{{"a", 0.4, model}, {"a", 0.4, model}}, 2, {{"Model", {Scope::file, fixture, 0.0}}}};
  CHECK(!suite.plan().cut(0, 2, wait, start).has_value());
}

namespace {

// Runs a plan as a dispatcher does, in a time of its own. Returns how long that takes.
double makespan(Suite& suite, std::size_t workers) {
  struct Worker {
    double until = 0;
    Plan::Names holds;
    bool operator>(const Worker& other) const { return until > other.until; }
  };
  std::priority_queue<Worker, std::vector<Worker>, std::greater<>> free;
  for (std::size_t i = 0; i < workers; ++i) free.push({});
  double end = 0;
  while (!free.empty()) {
    Worker worker = free.top();
    free.pop();
    end = std::max(end, worker.until);
    const Plan::Names held = worker.holds;
    const auto choice = suite.plan().take({}, worker.holds, free_pool, {});
    if (!choice.piece) continue;  // it ends
    worker.until += choice.piece->seconds;
    for (const auto& name : choice.piece->fixtures)
      if (!held.contains(name)) worker.until += suite.costs().fixture(name)->total();
    free.push(std::move(worker));
  }
  return end;
}

}  // namespace

// 100 files with tests of very different lengths: no schedule is quicker than the longest test, or
// than all work shared out evenly.
TEST(known_costs_make_workers_end_together, (int seed, int workers),
     cases(row(1, 2), row(2, 4), row(3, 8), row(4, 16))) {
  base::Rng rng{static_cast<std::uint64_t>(seed)};
  std::vector<Given> tests;
  double sum = 0;
  double longest = 0;
  for (int file = 0; file < 100; ++file) {
    for (auto left = rng.below(10); left > 0; --left) {
      const double seconds = std::exp(static_cast<double>(rng.below(1000)) / 200) / 100;
      tests.push_back({std::to_string(file), seconds});
      sum += seconds;
      longest = std::max(longest, seconds);
    }
  }
  Suite suite{tests, static_cast<std::size_t>(workers)};
  const double bound = std::max(longest, sum / workers);
  CHECK(makespan(suite, static_cast<std::size_t>(workers)) <= 1.05 * bound);
}
