#include "testing/runner/sharding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <string_view>
#include <utility>

#include "foundation/base/hash.hpp"
#include "testing/runner/options.hpp"
#include "testing/schedule/shards.hpp"

namespace dyntest::runner {
namespace {

using model::Partition;

constexpr std::array partitions = {Partition::hash, Partition::slice, Partition::duration};

// A whole number, and nothing else.
std::optional<std::size_t> number_in(std::string_view text) {
  std::size_t number = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
  return number;
}

base::Result<std::size_t> read_variable(const Environment& environment, const std::string& name,
                                        const std::string& other) {
  const auto text = environment(name);
  if (!text)
    return base::Error{fmt::format("{} is set, but {} is not: set both, or none", other, name)};
  if (const auto number = number_in(*text)) return *number;
  return base::Error{fmt::format("{}={} is no whole number", name, *text)};
}

// Of the two variables that begin so.
base::Result<std::optional<model::Shard>> shard_of(const Environment& environment,
                                                   const std::string& prefix) {
  const std::string total_name = prefix + "TOTAL_SHARDS";
  const std::string index_name = prefix + "SHARD_INDEX";
  if (!environment(total_name) && !environment(index_name)) return std::optional<model::Shard>{};
  const auto total = read_variable(environment, total_name, index_name);
  if (!total) return total.error();
  const auto index = read_variable(environment, index_name, total_name);
  if (!index) return index.error();
  if (*total == 0) return base::Error{total_name + "=0: there is one shard at least"};
  if (*index >= *total)
    return base::Error{fmt::format("{}={}: it counts from 0, so with {}={} it is {} at most",
                                   index_name, *index, total_name, *total, *total - 1)};
  return std::optional{model::Shard{Partition::slice, *index + 1, *total}};
}

schedule::Shards shards_of(const model::Items& items, const schedule::Costs& costs, Partition by,
                           std::size_t total, const schedule::Dependencies& dependencies) {
  switch (by) {
    case Partition::hash:
      return schedule::shards_by_hash(items, total, dependencies);
    case Partition::slice:
      return schedule::shards_in_turns(items, total, dependencies);
    case Partition::duration:
      return schedule::shards_by_duration(items, costs, total, dependencies);
  }
  return {};
}

std::string line_of(const model::Shard& shard, std::size_t known, std::size_t tests) {
  const auto text = fmt::format("partition: {} of {} by ", shard.index, shard.total);
  if (shard.by != Partition::duration) return text + std::string{partition_name(shard.by)};
  if (known == 0) return text + "slice, as no duration is known";
  return fmt::format("{}duration, {} of {} durations known", text, known, tests);
}

}  // namespace

base::Result<model::Shard> parse_shard(const std::string& text) {
  const std::string_view all{text};
  const auto colon = std::min(all.find(':'), all.size());
  const auto slash = std::min(all.find('/', colon), all.size());
  const auto* const by = std::ranges::find(partitions, all.substr(0, colon), model::partition_name);
  const auto index = number_in(all.substr(std::min(colon + 1, slash), slash - colon - 1));
  const auto total = number_in(all.substr(std::min(slash + 1, all.size())));
  if (by == partitions.end() || !index || !total)
    return base::Error{fmt::format("takes hash:1/4, slice:1/4 or duration:1/4, not '{}'", text)};
  if (*index == 0 || *index > *total)
    return base::Error{fmt::format("{}: shards count from 1 to as many as there are", text)};
  return model::Shard{*by, *index, *total};
}

base::Result<std::optional<model::Shard>> shard_of(const Environment& environment) {
  const auto bazel = shard_of(environment, "TEST_");
  if (!bazel) return bazel.error();
  const auto googletest = shard_of(environment, "GTEST_");
  if (!googletest) return googletest.error();
  if (*bazel && *googletest && *bazel != *googletest)
    return base::Error{
        fmt::format("TEST_SHARD_INDEX and TEST_TOTAL_SHARDS say shard {} of {}, those with GTEST_ "
                    "{} of {}: set one pair, or both alike",
                    (*bazel)->index, (*bazel)->total, (*googletest)->index, (*googletest)->total)};
  const auto shard = *bazel ? *bazel : *googletest;
  return shard && shard->total > 1 ? shard : std::optional<model::Shard>{};
}

base::Status read_shard_variables(const Environment& environment, Options& options) {
  for (const char* name : {"TEST_SHARD_STATUS_FILE", "GTEST_SHARD_STATUS_FILE"}) {
    const auto path = environment(name);
    if (path && !std::ofstream{*path, std::ios::app})
      return base::Error::from_errno(fmt::format("{}: writing {}", name, *path));
  }
  if (options.shard || (options.googletest && options.googletest->only_lists)) return {};
  const auto shard = shard_of(environment);
  if (!shard) return shard.error();
  options.shard = *shard;
  return {};
}

model::Shares share_out(const std::vector<model::Item>& items, std::vector<std::size_t>& chosen,
                        const schedule::Dependencies& dependencies, const model::Shard& shard,
                        const PastCosts& costs, const PastCosts::HasRun& has_run) {
  auto in_order = chosen;
  std::ranges::sort(in_order);
  std::vector<model::Item> tests;
  for (const auto index : in_order) tests.push_back(items[index]);
  const model::Items all{std::move(tests)};
  const schedule::Costs expected = costs.of(all, has_run);
  std::size_t known = 0;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (expected.is_known(i)) ++known;
  const bool in_turns = shard.by == Partition::duration && known == 0;
  const auto shards = shards_of(all, expected, in_turns ? Partition::slice : shard.by, shard.total,
                                dependencies.among(in_order));

  auto checksum = base::fnv1a_basis;
  for (std::size_t i = 0; i < all.size(); ++i)
    checksum = base::fnv1a(fmt::format("{} {}\n", all[i].node_id(), shards[i]), checksum);
  model::Shares shares{
      all.size(), fmt::format("{:016x}", checksum), line_of(shard, known, all.size()), {}};
  std::vector<std::size_t> kept;
  for (const auto index : chosen) {
    const auto found = std::ranges::lower_bound(in_order, index);
    const auto place = static_cast<std::size_t>(found - in_order.begin());
    if (shards[place] != shard.index) continue;
    kept.push_back(index);
    shares.places.push_back(place);
  }
  chosen = std::move(kept);
  return shares;
}

}  // namespace dyntest::runner
