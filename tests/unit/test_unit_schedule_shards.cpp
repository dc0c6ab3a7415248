// Who has which test where several runs share them: nobody's and two people's there are none, and
// each way keeps its promise.
#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "conftest.hpp"
#include "testing/property/property.hpp"
#include "testing/schedule/shards.hpp"

using namespace dyntest;
using model::Scope;
using schedule::Costs;
using schedule::Dependencies;
using schedule::Shards;

namespace {

model::Item item(const std::string& name, std::vector<std::string> fixtures = {},
                 const std::string& file = "t/unit/test_unit_kv_x.cpp") {
  model::Item item;
  item.file = file;
  item.name = name;
  item.fixtures = std::move(fixtures);
  return item;
}

model::Items numbered(std::size_t count) {
  std::vector<model::Item> items;
  for (std::size_t i = 0; i < count; ++i) items.push_back(item("test_" + std::to_string(i)));
  return model::Items{std::move(items)};
}

std::vector<double> loads(const Shards& shards, const std::vector<double>& seconds,
                          std::size_t total) {
  std::vector<double> loads(total);
  for (std::size_t i = 0; i < shards.size(); ++i) loads[shards[i] - 1] += seconds[i];
  return loads;
}

std::vector<std::optional<double>> known(const std::vector<double>& seconds) {
  return {seconds.begin(), seconds.end()};
}

}  // namespace

PROPERTY(every_test_has_one_shard, ()) {
  const auto total = *rc::gen::inRange<std::size_t>(1, 9);
  const auto items = numbered(*rc::gen::inRange<std::size_t>(0, 60));
  for (const auto& shards :
       {schedule::shards_by_hash(items, total), schedule::shards_in_turns(items, total),
        schedule::shards_by_duration(items, Costs{known(std::vector<double>(items.size(), 1))},
                                     total)}) {
    CHECK(shards.size() == items.size());
    CHECK(std::ranges::all_of(shards, [&](std::size_t s) { return s >= 1 && s <= total; }));
  }
}

PROPERTY(by_hash_no_test_moves_when_others_come_and_go, (std::set<std::string> names)) {
  const auto total = *rc::gen::inRange<std::size_t>(1, 9);
  std::vector<model::Item> all;
  std::vector<model::Item> some;
  for (const auto& name : names) {
    all.push_back(item(name));
    if (*rc::gen::arbitrary<bool>()) some.push_back(all.back());
  }
  const auto of_all = schedule::shards_by_hash(model::Items{all}, total);
  const auto of_some = schedule::shards_by_hash(model::Items{some}, total);
  std::map<std::string, std::size_t> shard;
  for (std::size_t i = 0; i < all.size(); ++i) shard[all[i].name] = of_all[i];
  for (std::size_t i = 0; i < some.size(); ++i) CHECK(of_some[i] == shard[some[i].name]);
}

PROPERTY(tests_that_depend_on_each_other_have_one_shard, ()) {
  const auto total = *rc::gen::inRange<std::size_t>(1, 9);
  const auto size = *rc::gen::inRange<std::size_t>(1, 60);
  std::vector<Dependencies::Tests> of(size);
  for (std::size_t i = 1; i < size; ++i)
    if (*rc::gen::arbitrary<bool>()) of[i].push_back(*rc::gen::inRange<std::size_t>(0, i));
  const Dependencies dependencies{of};
  const auto items = numbered(size);
  const Costs costs{known(std::vector<double>(size, 1))};
  for (const auto& shards : {schedule::shards_by_hash(items, total, dependencies),
                             schedule::shards_in_turns(items, total, dependencies),
                             schedule::shards_by_duration(items, costs, total, dependencies)}) {
    CHECK(std::ranges::all_of(shards, [&](std::size_t s) { return s >= 1 && s <= total; }));
    for (std::size_t i = 0; i < size; ++i)
      for (const auto other : of[i]) CHECK(shards[i] == shards[other]);
  }
}

TEST(a_chain_is_where_its_first_test_would_be) {
  const Dependencies chain{{{}, {2}, {0}, {}}};
  const model::Items items{item("passes"), item("fails"), item("takes"), item("ends")};
  const auto alone = schedule::shards_by_hash(items, 4);
  CHECK(schedule::shards_by_hash(items, 4, chain) ==
        Shards{alone[0], alone[0], alone[0], alone[3]});
  CHECK(schedule::shards_in_turns(items, 4, chain) == Shards{1, 1, 1, 2});
}

TEST(by_duration_a_chain_weighs_what_all_of_it_takes) {
  const Dependencies chain{{{}, {0}, {1}, {}, {}}};
  const Costs costs{known({1, 1, 1, 1.5, 1.5})};
  CHECK(schedule::shards_by_duration(numbered(5), costs, 2, chain) == Shards{1, 1, 1, 2, 2});
}

TEST(by_hash_a_test_is_always_where_it_was) {
  const model::Items items{item("passes"), item("fails"), item("takes")};
  CHECK(schedule::shards_by_hash(items, 4) == Shards{3, 2, 4});
  CHECK(schedule::shards_by_hash(items, 1) == Shards{1, 1, 1});
}

TEST(by_hash_shards_are_about_as_large, (std::size_t total), cases(2u, 3u, 8u)) {
  const std::size_t count = 4000;
  const auto sizes =
      loads(schedule::shards_by_hash(numbered(count), total), std::vector<double>(count, 1), total);
  const double even = static_cast<double>(count) / static_cast<double>(total);
  for (const double size : sizes) CHECK(std::abs(size - even) < 4 * std::sqrt(even));
}

PROPERTY(in_turns_sizes_differ_by_one_at_most, ()) {
  const auto total = *rc::gen::inRange<std::size_t>(1, 9);
  const auto count = *rc::gen::inRange<std::size_t>(0, 60);
  const auto sizes = loads(schedule::shards_in_turns(numbered(count), total),
                           std::vector<double>(count, 1), total);
  const auto [least, most] = std::ranges::minmax_element(sizes);
  CHECK(*most - *least <= 1);
}

// Each test goes where the least is to do, so no two shards differ by more than the longest test.
PROPERTY(by_duration_shards_take_about_as_long, ()) {
  const auto total = *rc::gen::inRange<std::size_t>(1, 9);
  std::vector<double> seconds;
  for (const int tenths : *rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 600)))
    seconds.push_back(tenths / 10.0);
  const auto shards =
      schedule::shards_by_duration(numbered(seconds.size()), Costs{known(seconds)}, total);
  const double longest = seconds.empty() ? 0 : std::ranges::max(seconds);
  const auto [least, most] = std::ranges::minmax(loads(shards, seconds, total));
  CHECK(most - least <= longest + 1e-9);
}

TEST(by_duration_the_longest_test_comes_first) {
  const auto shards =
      schedule::shards_by_duration(numbered(5), Costs{known({1.0, 1.0, 1.0, 1.0, 4.0})}, 2);
  CHECK(shards == Shards{2, 2, 2, 2, 1});
}

TEST(by_duration_tests_of_no_time_are_shared_out_too) {
  const auto shards =
      schedule::shards_by_duration(numbered(6), Costs{known({0, 0, 0, 0, 0, 0})}, 3);
  CHECK(loads(shards, std::vector<double>(6, 1), 3) == std::vector<double>{2, 2, 2});
}

TEST(by_duration_tests_of_a_slow_fixture_stay_together) {
  const Costs costs{known({0.1, 0.1, 0.1, 0.1, 1.0}), {{"Model", {Scope::file, 20.0, 0.0}}}};
  const model::Items items{item("a", {"Model"}), item("b", {"Model"}), item("c", {"Model"}),
                           item("d", {"Model"}), item("e")};
  CHECK(schedule::shards_by_duration(items, costs, 2) == Shards{1, 1, 1, 1, 2});
}

TEST(by_duration_a_fixture_of_a_file_binds_only_that_file) {
  const Costs costs{known({0.1, 0.1}), {{"Model", {Scope::file, 20.0, 0.0}}}};
  const model::Items items{item("a", {"Model"}, "t/unit/test_unit_kv_x.cpp"),
                           item("b", {"Model"}, "t/unit/test_unit_kv_y.cpp")};
  CHECK(schedule::shards_by_duration(items, costs, 2) == Shards{1, 2});
}

TEST(by_duration_tests_part_from_their_fixture_where_that_gains_more) {
  const Costs costs{known({9.0, 9.0}), {{"Model", {Scope::session, 1.0, 0.5}}}};
  const model::Items items{item("a", {"Model"}), item("b", {"Model"})};
  CHECK(schedule::shards_by_duration(items, costs, 2) == Shards{1, 2});
}
