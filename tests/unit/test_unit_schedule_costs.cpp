// What tests and fixtures are expected to cost, and what they need.
#include "conftest.hpp"
#include "testing/schedule/costs.hpp"
#include "testing/schedule/needs.hpp"

using namespace dyntest;
using model::Scope;
using schedule::Costs;
using schedule::Pool;

TEST(what_this_run_learned_comes_before_what_was_remembered) {
  Costs costs{{0.5, 2.0, {}}};
  costs.learn(1, 3.0);
  CHECK(costs.of(0) == 0.5);
  CHECK(costs.of(1) == 3.0);
}

TEST(an_unknown_test_costs_what_the_known_ones_do) {
  Costs costs{{1.0, {}, {}}};
  CHECK(costs.of(2) == 1.0);
  costs.learn(1, 2.0);
  CHECK(costs.of(2) == 1.5);
  CHECK(Costs{{{}, {}}}.of(0) == 0.0);
}

TEST(learned_holds_this_run_alone) {
  Costs costs{{1.0, {}}};
  costs.learn(1, 2.0);
  CHECK(!costs.learned()[0].has_value());
  CHECK(costs.learned()[1] == 2.0);
}

TEST(fixtures_of_two_neighbours_are_what_a_cut_costs) {
  Costs costs{{}, {{"Etcd", {Scope::session, 0.5, 0.25}}}};
  costs.learn_up("Model", Scope::file, 2.0);
  costs.learn_down("Model", 1.0);
  model::Item one;
  model::Item other;
  one.fixtures = {"Etcd", "Model", "TmpDir"};
  other.fixtures = {"TmpDir", "Model"};
  CHECK(costs.shared(one, other) == 3.0);
  CHECK(costs.shared(one, one) == 3.75);
  CHECK(costs.fixture("TmpDir") == nullptr);
  CHECK(costs.fixture("Etcd")->outlives_files());
  CHECK(!costs.fixture("Model")->outlives_files());
}

TEST(a_pool_lends_places_and_locks) {
  schedule::Needs two{2, {"db"}, false};
  Pool pool{3};
  pool.take(two);
  CHECK(pool.free() == 1u);
  CHECK(pool.fits({}));
  CHECK(!pool.fits({2, {}, false}));
  CHECK(!pool.fits({1, {"db"}, false}));
  pool.give_back(two);
  CHECK(pool.fits(two));
  CHECK(pool.free() == 3u);
}

TEST(reserved_places_are_not_free) {
  Pool pool{2};
  pool.reserve({4, {}, false});
  CHECK(pool.free() == 0u);
  CHECK(!pool.fits({}));
}

TEST(who_needs_a_host_waits_until_it_is_open) {
  schedule::Needs hosted;
  hosted.hosts = {1};
  Pool pool{2};
  CHECK(!pool.fits(hosted));
  pool.open(0);
  CHECK(!pool.fits(hosted));
  pool.open(1);
  CHECK(pool.fits(hosted));
}
