// --partition, and the variables of tools that start a run several times.
#include <map>
#include <string>
#include <vector>

#include "conftest.hpp"
#include "testing/builtin/tmp_dir.hpp"
#include "testing/runner/options.hpp"
#include "testing/runner/sharding.hpp"

using namespace dyntest::runner;
using dyntest::builtin::TmpDir;
using dyntest::model::Item;
using dyntest::model::Partition;
using dyntest::model::Shard;
using dyntest::model::Shares;
namespace fs = std::filesystem;

namespace {

using Variables = std::map<std::string, std::string>;

Environment environment(const Variables& variables) {
  return [variables](const std::string& name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    if (found == variables.end()) return std::nullopt;
    return found->second;
  };
}

std::string error_of(const Variables& variables) {
  const auto shard = shard_of(environment(variables));
  return shard ? "no error" : shard.error().text();
}

std::vector<Item> tests(std::size_t count) {
  std::vector<Item> items(count);
  for (std::size_t i = 0; i < count; ++i) items[i].name = "test_" + std::to_string(i);
  return items;
}

Shares shared(std::vector<std::size_t>& chosen, const Shard& shard) {
  return share_out(tests(6), chosen, {}, shard, PastCosts{},
                   [](const std::string&) { return false; });
}

}  // namespace

TEST(a_shard_is_read, (std::string text, Partition by, std::size_t index, std::size_t total),
     cases(row("hash:2/4", Partition::hash, 2u, 4u).id("hash"),
           row("slice:1/1", Partition::slice, 1u, 1u).id("slice"),
           row("duration:3/3", Partition::duration, 3u, 3u).id("duration"))) {
  const auto shard = parse_shard(text);
  REQUIRE(shard.has_value());
  CHECK((*shard == Shard{by, index, total}));
}

TEST(what_is_no_shard_is_refused, (std::string text),
     cases("", "hash", "hash:", "hash:1", "hash:1/", "hash:/4", "hash:1/4x", "hash:-1/4",
           "hash:1/4/4", "count:1/4", "1/4", ":1/4", "hash: 1/4", "hash1/4",
           "hash:99999999999999999999/4")) {
  const auto shard = parse_shard(text);
  REQUIRE(!shard.has_value());
  CHECK(shard.error().text() == "takes hash:1/4, slice:1/4 or duration:1/4, not '" + text + "'");
}

TEST(a_shard_that_there_is_not_is_refused, (std::string text),
     cases("hash:0/4", "hash:5/4", "slice:1/0", "duration:0/0")) {
  const auto shard = parse_shard(text);
  REQUIRE(!shard.has_value());
  CHECK(shard.error().text() == text + ": shards count from 1 to as many as there are");
}

TEST(variables_say_which_shard_it_is, (std::string prefix), cases("TEST_", "GTEST_")) {
  const auto shard =
      shard_of(environment({{prefix + "TOTAL_SHARDS", "3"}, {prefix + "SHARD_INDEX", "0"}}));
  REQUIRE(shard.has_value());
  CHECK((*shard == Shard{Partition::slice, 1, 3}));
}

TEST(both_kinds_of_variables_may_say_the_same) {
  const auto shard = shard_of(environment({{"TEST_TOTAL_SHARDS", "2"},
                                           {"TEST_SHARD_INDEX", "1"},
                                           {"GTEST_TOTAL_SHARDS", "2"},
                                           {"GTEST_SHARD_INDEX", "1"}}));
  REQUIRE(shard.has_value());
  CHECK((*shard == Shard{Partition::slice, 2, 2}));
}

TEST(no_variable_and_one_shard_are_no_shard) {
  CHECK(!shard_of(environment({})).value());
  CHECK(!shard_of(environment({{"TEST_TOTAL_SHARDS", "1"}, {"TEST_SHARD_INDEX", "0"}})).value());
}

TEST(a_broken_variable_is_named) {
  CHECK(error_of({{"TEST_TOTAL_SHARDS", "2"}}) ==
        "TEST_TOTAL_SHARDS is set, but TEST_SHARD_INDEX is not: set both, or none");
  CHECK(error_of({{"GTEST_SHARD_INDEX", "0"}}) ==
        "GTEST_SHARD_INDEX is set, but GTEST_TOTAL_SHARDS is not: set both, or none");
  CHECK(error_of({{"TEST_TOTAL_SHARDS", "two"}, {"TEST_SHARD_INDEX", "0"}}) ==
        "TEST_TOTAL_SHARDS=two is no whole number");
  CHECK(error_of({{"TEST_TOTAL_SHARDS", "2"}, {"TEST_SHARD_INDEX", "-1"}}) ==
        "TEST_SHARD_INDEX=-1 is no whole number");
  CHECK(error_of({{"TEST_TOTAL_SHARDS", "0"}, {"TEST_SHARD_INDEX", "0"}}) ==
        "TEST_TOTAL_SHARDS=0: there is one shard at least");
  CHECK(error_of({{"GTEST_TOTAL_SHARDS", "2"}, {"GTEST_SHARD_INDEX", "2"}}) ==
        "GTEST_SHARD_INDEX=2: it counts from 0, so with GTEST_TOTAL_SHARDS=2 it is 1 at most");
}

TEST(partition_wins_over_variables) {
  Options options;
  options.shard = Shard{Partition::hash, 2, 4};
  CHECK(read_shard_variables(environment({{"TEST_TOTAL_SHARDS", "broken"}}), options).has_value());
  CHECK((options.shard == Shard{Partition::hash, 2, 4}));
}

TEST(a_tool_is_told_that_shards_are_understood, (TmpDir& folder, std::string name),
     cases("TEST_SHARD_STATUS_FILE", "GTEST_SHARD_STATUS_FILE")) {
  Options options;
  const fs::path file = folder / "status";
  REQUIRE(read_shard_variables(environment({{name, file}}), options).has_value());
  CHECK(fs::exists(file));
  CHECK(!options.shard);
  const auto failed = read_shard_variables(environment({{name, folder / "none/status"}}), options);
  REQUIRE(!failed.has_value());
  CHECK(failed.error().text() ==
        name + ": writing " + (folder / "none/status").string() + ": No such file or directory");
}

TEST(shards_agree_whatever_the_order_of_their_tests) {
  std::vector<std::size_t> in_order{0, 1, 2, 4, 5};
  std::vector<std::size_t> shuffled{5, 2, 0, 4, 1};
  const auto one = shared(in_order, {Partition::slice, 1, 2});
  const auto other = shared(shuffled, {Partition::slice, 2, 2});
  CHECK(in_order == std::vector<std::size_t>{0, 2, 5});
  CHECK(shuffled == std::vector<std::size_t>{4, 1});
  CHECK(one.places == std::vector<std::size_t>{0, 2, 4});
  CHECK(other.places == std::vector<std::size_t>{3, 1});
  CHECK(one.checksum == other.checksum);
  CHECK(one.tests == 5u);
}

TEST(other_tests_or_other_shards_have_another_checksum) {
  std::vector<std::size_t> some{0, 1, 2};
  std::vector<std::size_t> others{0, 1, 3};
  std::vector<std::size_t> same{0, 1, 2};
  const auto checksum = shared(some, {Partition::slice, 1, 2}).checksum;
  CHECK(shared(others, {Partition::slice, 1, 2}).checksum != checksum);
  CHECK(shared(same, {Partition::slice, 1, 3}).checksum != checksum);
}

TEST(without_known_durations_tests_are_taken_in_turns) {
  std::vector<std::size_t> chosen{0, 1, 2, 3};
  const auto shares = shared(chosen, {Partition::duration, 2, 2});
  CHECK(chosen == std::vector<std::size_t>{1, 3});
  CHECK(shares.line == "partition: 2 of 2 by slice, as no duration is known");
}
