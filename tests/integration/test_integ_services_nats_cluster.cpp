// nats-servers that die, and what JetStream has kept.
#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "conftest.hpp"
#include "foundation/nats/jetstream.hpp"

using dyntest::nats::Consumer;
using dyntest::nats::JetStream;
using dyntest::nats::not_found;
using Sequences = std::set<std::uint64_t>;

namespace {

struct MortalJetStream : Nats {};

// Publishes until `count` messages more are acknowledged. One that got no answer is sent again
// under its id, so that none is in the stream twice.
void publish(JetStream js, const std::string& stream, int from, int count, Sequences& acked) {
  const auto deadline = Deadline::in(60s);
  for (int i = from; i < from + count; ++i) {
    const auto id = std::to_string(i);
    auto ack = js.publish(stream, id, id, Deadline::in(1s));
    while (!ack && !deadline.passed()) ack = js.publish(stream, id, id, Deadline::in(1s));
    REQUIRE(ack.has_value());
    acked.insert(ack->sequence);
  }
}

// Takes and acknowledges messages until `wanted` have all come.
void consume(Consumer& consumer, const Sequences& wanted, Sequences& seen) {
  const auto deadline = Deadline::in(60s);
  while (!std::ranges::includes(seen, wanted) && !deadline.passed()) {
    const auto got = consumer.fetch(50, Deadline::in(500ms));
    if (!got) continue;  // between two servers
    for (const auto& delivery : *got)
      if (consumer.ack(delivery, Deadline::in(1s))) seen.insert(delivery.sequence);
  }
  CHECK(std::ranges::includes(seen, wanted));
}

constexpr auto ack_wait = 2s;

}  // namespace

FIXTURE(MortalJetStream, (TmpDir& folder)) {
  dyntest::fixtures::need("nats-server", "");
  return Nats::start(folder, {.jetstream = true}).map([](Nats&& nats) {
    return MortalJetStream{std::move(nats)};
  });
}

TEST(restart_keeps_streams_and_consumers, (MortalJetStream& nats)) {
  auto js = nats.jetstream();
  REQUIRE(js.add_stream({.name = "orders"}).has_value());
  auto consumer = js.consumer("orders", {.name = "reader", .ack_wait = ack_wait}).value();
  Sequences acked;
  publish(js, "orders", 0, 100, acked);
  const auto taken = consumer.fetch(10, Deadline::in(patience)).value();
  REQUIRE(consumer.ack(taken[0]).has_value());
  nats.service().kill();
  REQUIRE(nats.service().restart().has_value());
  REQUIRE(nats.client().flush(Deadline::in(patience)).has_value());
  CHECK(js.stream("orders").value().messages == 100u);
  publish(js, "orders", 100, 100, acked);
  Sequences seen{taken[0].sequence};
  consume(consumer, acked, seen);
  CHECK(seen.size() == 200u);
}

TEST(fresh_restart_forgets_streams, (MortalJetStream& nats)) {
  auto js = nats.jetstream();
  REQUIRE(js.add_stream({.name = "orders"}).has_value());
  const auto url = nats.url();
  REQUIRE(nats.restart_fresh().has_value());
  REQUIRE(nats.client().flush(Deadline::in(patience)).has_value());
  CHECK(nats.url() == url);
  CHECK(js.stream("orders").error().is(not_found));
}

TEST(left_streams_are_named_and_deleted, (MortalJetStream& nats)) {
  auto js = nats.jetstream();
  REQUIRE(js.add_stream({.name = "kept"}).has_value());
  nats.keep();
  REQUIRE(js.add_stream({.name = "left"}).has_value());
  CHECK(nats.leftovers() == std::vector<std::string>{"left"});
  CHECK(nats.leftovers().empty());
  CHECK(js.stream_names().value() == std::vector<std::string>{"kept"});
}

TEST(streams_of_an_attached_server_are_not_ours, (MortalJetStream& nats)) {
  auto attached = Nats::attach(nats.url()).value();
  REQUIRE(nats.jetstream().add_stream({.name = "theirs"}).has_value());
  CHECK(attached.leftovers().empty());
  CHECK(nats.jetstream().stream("theirs").has_value());
}

TEST(stream_has_a_replica_on_every_server, (NatsCluster& cluster)) {
  auto js = cluster.jetstream();
  REQUIRE(js.add_stream({.name = "orders", .replicas = 3}, Deadline::in(patience)).has_value());
  REQUIRE(js.publish("orders", "data").has_value());
  REQUIRE(cluster.await_replicas("orders", Deadline::in(60s)).has_value());
  for (std::size_t i = 0; i < cluster.size(); ++i)
    CHECK(cluster.server(i).jetstream().stream("orders").value().messages == 1u);
}

TEST(core_messages_cross_servers, (NatsCluster& cluster)) {
  auto subscription = cluster.server(0).client().subscribe("subject").value();
  EVENTUALLY(patience, [&] {
    return cluster.server(2).client().publish("subject", "data").has_value() &&
           subscription.next(Deadline::in(100ms)).value().has_value();
  }());
}

TEST(durable_consumer_loses_nothing_when_the_leader_dies, (NatsCluster& cluster), timeout(240)) {
  auto js = cluster.jetstream();
  REQUIRE(js.add_stream({.name = "orders", .replicas = 3}, Deadline::in(patience)).has_value());
  auto consumer =
      js.consumer("orders", {.name = "reader", .ack_wait = ack_wait}, Deadline::in(patience))
          .value();
  Sequences acked;
  Sequences seen;
  publish(js, "orders", 0, 150, acked);
  consume(consumer, {acked.begin(), std::next(acked.begin(), 50)}, seen);
  const auto killed = cluster.kill_stream_leader("orders").value();
  publish(js, "orders", 150, 150, acked);
  REQUIRE(cluster.server(killed).service().restart().has_value());
  REQUIRE(cluster.await_replicas("orders", Deadline::in(60s)).has_value());
  publish(js, "orders", 300, 100, acked);
  consume(consumer, acked, seen);
  CHECK(acked.size() == 400u);
  CHECK(seen == acked);
  CHECK(*acked.rbegin() == 400u);  // nothing is in the stream twice
}

TEST(server_without_its_store_gets_it_from_the_others, (NatsCluster& cluster), timeout(240)) {
  auto js = cluster.jetstream();
  REQUIRE(js.add_stream({.name = "orders", .replicas = 3}, Deadline::in(patience)).has_value());
  Sequences acked;
  publish(js, "orders", 0, 100, acked);
  const auto leader = cluster.await_stream_leader("orders", Deadline::in(60s)).value();
  REQUIRE(cluster.server((leader + 1) % 3).restart_fresh().has_value());
  REQUIRE(cluster.await_replicas("orders", Deadline::in(60s)).has_value());
  CHECK(js.stream("orders").value().messages == 100u);
}

TEST(killed_servers_come_back_with_their_streams, (NatsCluster& cluster), timeout(240)) {
  auto js = cluster.jetstream();
  REQUIRE(js.add_stream({.name = "orders", .replicas = 3}, Deadline::in(patience)).has_value());
  Sequences acked;
  publish(js, "orders", 0, 100, acked);
  for (std::size_t i = 0; i < cluster.size(); ++i) cluster.server(i).service().kill();
  REQUIRE(cluster.restart().has_value());
  REQUIRE(cluster.await_stream_leader("orders", Deadline::in(60s)).has_value());
  CHECK(js.stream("orders", Deadline::in(patience)).value().messages == 100u);
}
