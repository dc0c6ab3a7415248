#include "kit/dynamo/kv_router.hpp"

#include <nlohmann/json.hpp>

namespace dyntest::dynamo {
namespace {

using base::Result;
using Json = nlohmann::json;

std::uint64_t number(const Json& json, const char* name) {
  const auto found = json.find(name);
  return found == json.end() || !found->is_number() ? 0 : found->get<std::uint64_t>();
}

// The blocks that one event has stored, each behind the one before it.
void add_stored(const Json& event, std::uint64_t worker, std::set<StoredBlock>& blocks) {
  const Json& stored = event["data"]["stored"];
  std::uint64_t parent = number(stored, "parent_hash");
  for (const Json& block : stored.value("blocks", Json::array())) {
    blocks.insert({worker, static_cast<std::uint32_t>(number(event, "dp_rank")),
                   number(block, "tokens_hash"), parent});
    parent = number(block, "block_hash");
  }
}

void add_blocks(const Json& json, std::set<StoredBlock>& blocks) {
  if (json.is_object() && json.contains("worker_id") && json.contains("event")) {
    const Json& event = json["event"];
    if (event.is_object() && event.contains("data") && event["data"].is_object() &&
        event["data"].contains("stored"))
      add_stored(event, number(json, "worker_id"), blocks);
  } else if (json.is_structured()) {
    for (const Json& each : json) add_blocks(each, blocks);
  }
}

}  // namespace

Result<std::set<StoredBlock>> stored_blocks_in(const std::string& json) {
  const Json parsed = Json::parse(json, nullptr, false);
  if (parsed.is_discarded()) return base::Error{"no JSON: " + json.substr(0, 200)};
  std::set<StoredBlock> blocks;
  add_blocks(parsed, blocks);
  return blocks;
}

Result<KvRouter> KvRouter::start(const Dynamo& dynamo, int block_size,
                                 const std::string& endpoint) {
  auto dialogue = detail::Dialogue::start(
      dynamo.program("kv_router_program.py", {endpoint, std::to_string(block_size)}));
  if (!dialogue) return dialogue.error();
  KvRouter router{*std::move(dialogue)};
  if (auto answers = router.blocks(); !answers)
    return answers.error().context("starting a KV router");
  return router;
}

Result<std::set<StoredBlock>> KvRouter::blocks() {
  auto dump = dialogue_.order(R"({"do": "dump"})");
  if (!dump) return dump.error();
  return stored_blocks_in(*dump);
}

}  // namespace dyntest::dynamo
