// The standalone indexer knows of the blocks by the workers' events (row R13).
#include <fmt/format.h>

#include "conftest.hpp"
#include "kit/dynamo/kv_router.hpp"

FILE_MARKS(dynamo);

using dyntest::dynamo::KvRouter;
using dyntest::dynamo::stored_blocks_in;

namespace {

std::string dump(const dyntest::client::Client& indexer) {
  const Reply reply = indexer.get("/dump");
  return reply.ok() ? reply.body : "";
}

}  // namespace

TEST(a_late_indexer_learns_from_its_peer, (Launcher& launch), mocker) {
  dyntest::fixtures::need_own_network();  // publishers of KV events take all interfaces
  auto ports = dyntest::net::Port::reserve_row(3).value();
  const auto number = [&](std::size_t i) { return std::to_string(ports[i].number()); };
  const Dynamo dynamo = launch.start(
      Deployment{}.frontend().mockers({.arguments = {"--zmq-kv-events-ports", number(0)}}));
  const auto start = [&](std::size_t i, dyntest::dynamo::Words more) {
    dyntest::dynamo::Words words{"--block-size", "16", "--port", number(i)};
    words.insert(words.end(), more.begin(), more.end());
    auto process = dynamo
                       .spawn({.module = "dynamo.indexer",
                               .name = fmt::format("indexer-{}", i),
                               .arguments = words})
                       .value();
    return process;
  };
  const auto client = [&](std::size_t i) {
    return dyntest::client::Client{{ports[i].url("http"), dynamo.model()}};
  };
  const auto worker = dynamo.instances().at(0);
  const auto a = start(1, {"--workers", fmt::format("{}=tcp://127.0.0.1:{}", worker, number(0))});
  EVENTUALLY(15, client(1).get("/workers").ok());
  const auto stored = [&] {
    dynamo.client().complete(Prompt{token_ids(64, 11)}, {.max_tokens = 1});
    dynamo.client().complete(Prompt{token_ids(64, 12)}, {.max_tokens = 1});
    return dump(client(1)).find("block_hash") != std::string::npos;
  };
  EVENTUALLY(15, stored());
  auto router = KvRouter::start(dynamo, 16).value();
  EVENTUALLY(15, stored_blocks_in(dump(client(1))).value() == router.blocks().value());
  CHECK(!router.blocks().value().empty());
  const auto b = start(2, {"--peers", ports[1].url("http")});
  EVENTUALLY(15, dump(client(2)) != "" && dump(client(2)) == dump(client(1)));
}
