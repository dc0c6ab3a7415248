// Orders, parts and remains of a list of tests of which some depend on others.
#include <algorithm>
#include <numeric>
#include <vector>

#include "conftest.hpp"
#include "foundation/base/rng.hpp"
#include "testing/schedule/dependencies.hpp"

using dyntest::base::Rng;
using dyntest::schedule::Dependencies;
using Tests = Dependencies::Tests;

TEST(nobody_depends_on_anybody) {
  const Dependencies none{{{}, {}}};
  CHECK(none.empty());
  CHECK(none.of(1).empty());
  CHECK(none.in_order({1, 0}) == Tests{1, 0});
  CHECK(none.among({1}).empty());
  CHECK(none.leaders(2) == Tests{0, 1});
}

TEST(order_stays_where_it_is_right) {
  const Dependencies given{{{}, {0}, {}, {1, 0}}};
  CHECK(given.in_order({2, 0, 1, 3}) == Tests{2, 0, 1, 3});
}

TEST(what_comes_too_late_is_moved_in_front_of_who_waits) {
  const Dependencies given{{{3}, {}, {}, {2}}};
  CHECK(given.in_order({0, 1, 2, 3}) == Tests{2, 3, 0, 1});
}

TEST(those_moved_keep_their_order) {
  const Dependencies given{{{2, 1}, {}, {}}};
  CHECK(given.in_order({0, 1, 2}) == Tests{1, 2, 0});
  CHECK(given.in_order({0, 2, 1}) == Tests{2, 1, 0});
}

TEST(who_is_not_there_moves_nothing) {
  const Dependencies given{{{1}, {2}, {}}};
  CHECK(given.in_order({0, 2}) == Tests{0, 2});
}

TEST(a_chain_as_long_as_a_suite_is_put_in_order) {
  constexpr std::size_t size = 100'000;
  std::vector<Tests> of(size);
  for (std::size_t i = 0; i + 1 < size; ++i) of[i] = {i + 1};
  Tests all(size);
  std::iota(all.begin(), all.end(), std::size_t{0});
  const Dependencies given{of};
  const auto order = given.in_order(all);
  CHECK(std::ranges::is_sorted(order, std::ranges::greater{}));
  CHECK(given.leaders(size) == Tests(size, 0));
}

TEST(every_order_is_put_right, (int seed), cases(row(1), row(2), row(3))) {
  Rng rng{static_cast<std::uint64_t>(seed)};
  std::vector<Tests> of(60);
  for (std::size_t i = 1; i < of.size(); ++i)
    for (auto left = rng.below(4); left > 0; --left) of[i].push_back(rng.below(i));
  Tests tests(of.size());
  std::iota(tests.begin(), tests.end(), std::size_t{0});
  for (std::size_t left = tests.size(); left > 1; --left)
    std::swap(tests[left - 1], tests[rng.below(left)]);
  const auto order = Dependencies{of}.in_order(tests);
  CHECK(std::ranges::is_permutation(order, tests));
  std::vector<bool> done(of.size());
  for (const auto test : order) {
    CHECK(std::ranges::all_of(of[test], [&](std::size_t each) { return done[each]; }));
    done[test] = true;
  }
}

TEST(what_is_left_counts_from_the_beginning) {
  const Dependencies given{{{}, {0}, {1}, {1, 0}}};
  const auto left = given.among({0, 3, 2});
  CHECK(left.of(0).empty());
  CHECK(left.of(1) == Tests{0});
  CHECK(left.of(2).empty());
}

TEST(a_repetition_depends_on_its_own_number) {
  const Dependencies given{{{}, {0}}};
  const auto left = given.among({0, 1}, 2);
  CHECK(left.of(2) == Tests{0});
  CHECK(left.of(3) == Tests{1});
}

TEST(connected_tests_have_one_leader) {
  const Dependencies given{{{}, {3}, {}, {}, {3, 2}, {}}};
  CHECK(given.leaders(6) == Tests{0, 1, 1, 1, 1, 5});
}
