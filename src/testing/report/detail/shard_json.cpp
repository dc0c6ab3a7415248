// Shards as JSON and back; declared in model_json.hpp.
#include <fmt/format.h>

#include <stdexcept>

#include "testing/report/detail/model_json.hpp"

namespace dyntest::report {

static model::Partition partition_of(const std::string& name) {
  for (const auto by :
       {model::Partition::hash, model::Partition::slice, model::Partition::duration})
    if (model::partition_name(by) == name) return by;
  throw std::invalid_argument{fmt::format("unknown partition '{}'", name)};
}

Json shard_json(const model::Shard& shard) {
  const auto& [by, index, total] = shard;
  return {{"by", model::partition_name(by)}, {"index", index}, {"total", total}};
}
std::optional<model::Shard> get_shard(const Json& from, const char* key) {
  const auto json = from.find(key);
  if (json == from.end()) return std::nullopt;
  const model::Shard shard{partition_of(json->at("by")), json->at("index").get<std::size_t>(),
                           json->at("total").get<std::size_t>()};
  if (shard.index == 0 || shard.index > shard.total)
    throw std::invalid_argument{fmt::format("shard {} of {}", shard.index, shard.total)};
  return shard;
}

Json shares_json(const model::Shares& shares) {
  const auto& [tests, checksum, line, places] = shares;
  Json json{{"tests", tests}, {"checksum", checksum}, {"places", places}};
  put(json, "line", line);
  return json;
}
std::optional<model::Shares> get_shares(const Json& from, const char* key) {
  const auto json = from.find(key);
  if (json == from.end()) return std::nullopt;
  return model::Shares{json->at("tests").get<std::size_t>(), get_text(*json, "checksum"),
                       get_text(*json, "line"), json->at("places").get<std::vector<std::size_t>>()};
}

}  // namespace dyntest::report
