// Streams and durable consumers of a real nats-server.
#include <string>
#include <vector>

#include "conftest.hpp"
#include "foundation/nats/jetstream.hpp"

using dyntest::nats::Consumer;
using dyntest::nats::Delivery;
using dyntest::nats::JetStream;
using dyntest::nats::nobody_there;
using dyntest::nats::not_found;

namespace {

std::vector<std::string> data_of(const std::vector<Delivery>& deliveries) {
  std::vector<std::string> all;
  for (const auto& delivery : deliveries) all.push_back(delivery.data);
  return all;
}

Delivery next_of(Consumer& consumer) {
  const auto got = consumer.fetch(1, Deadline::in(patience)).value();
  REQUIRE(got.size() == 1u);
  return got[0];
}

}  // namespace

TEST(stream_counts_what_it_holds, (JetStreamNats& nats, Streams& scope)) {
  auto js = nats.jetstream();
  const auto made = js.add_stream({.name = scope.name}).value();
  CHECK(made.messages == 0u);
  CHECK(made.subjects == std::vector{scope.name});
  CHECK(js.publish(scope.name, "first").value().sequence == 1u);
  CHECK(js.publish(scope.name, "second").value().sequence == 2u);
  const auto info = js.stream(scope.name).value();
  CHECK(info.messages == 2u);
  CHECK(info.last_sequence == 2u);
}

TEST(adding_the_same_stream_again_is_no_error, (JetStreamNats& nats, Streams& scope)) {
  auto js = nats.jetstream();
  REQUIRE(js.add_stream({.name = scope.name}).has_value());
  CHECK(js.add_stream({.name = scope.name}).has_value());
  const auto other = js.add_stream({.name = scope.name, .subjects = {scope.name + ".other"}});
  CHECK(other.error().text().starts_with("nats at " + nats.url() + ": adding stream"));
}

TEST(deleted_stream_is_not_found, (JetStreamNats& nats, Streams& scope)) {
  auto js = nats.jetstream();
  REQUIRE(js.add_stream({.name = scope.name}).has_value());
  REQUIRE(js.delete_stream(scope.name).has_value());
  CHECK(js.stream(scope.name).error().is(not_found));
  CHECK(js.delete_stream(scope.name).error().is(not_found));
}

TEST(publish_without_a_stream_is_an_error_at_once, (JetStreamNats& nats, Streams& scope)) {
  const auto ack = nats.jetstream().publish(scope.name, "", {}, Deadline::in(600s));
  CHECK(ack.error().is(nobody_there));
}

TEST(an_id_that_was_there_adds_nothing, (JetStreamNats& nats, Streams& scope)) {
  auto js = nats.jetstream();
  REQUIRE(js.add_stream({.name = scope.name}).has_value());
  CHECK(!js.publish(scope.name, "first", "id").value().duplicate);
  const auto again = js.publish(scope.name, "again", "id").value();
  CHECK(again.duplicate);
  CHECK(again.sequence == 1u);
  CHECK(js.stream(scope.name).value().messages == 1u);
}

TEST(server_without_jetstream_says_so, (Nats& nats)) {
  const auto names = nats.jetstream().stream_names();
  CHECK(names.error().text().ends_with("JetStream is not enabled there"));
}

TEST(consumer_gets_messages_in_order, (JetStreamNats& nats, Streams& scope)) {
  auto js = nats.jetstream();
  REQUIRE(js.add_stream({.name = scope.name}).has_value());
  for (const char* data : {"1", "2", "3"}) REQUIRE(js.publish(scope.name, data).has_value());
  auto consumer = js.consumer(scope.name, {.name = "reader"}).value();
  const auto got = consumer.fetch(3, Deadline::in(patience)).value();
  CHECK(data_of(got) == std::vector<std::string>{"1", "2", "3"});
  CHECK(got[0].sequence == 1u);
  CHECK(got[0].deliveries == 1u);
  CHECK(got[0].pending == 2u);
}

TEST(fetch_returns_what_came_before_its_deadline, (JetStreamNats& nats, Streams& scope)) {
  auto js = nats.jetstream();
  REQUIRE(js.add_stream({.name = scope.name}).has_value());
  REQUIRE(js.publish(scope.name, "only").has_value());
  auto consumer = js.consumer(scope.name, {.name = "reader"}).value();
  CHECK(data_of(consumer.fetch(2, Deadline::in(1s)).value()) == std::vector<std::string>{"only"});
  CHECK(consumer.fetch(1, Deadline::in(50ms)).value().empty());
}

TEST(message_published_during_a_fetch_arrives, (JetStreamNats& nats, Streams& scope)) {
  auto js = nats.jetstream();
  REQUIRE(js.add_stream({.name = scope.name}).has_value());
  auto consumer = js.consumer(scope.name, {.name = "reader"}).value();
  CHECK(consumer.fetch(1, Deadline::in(50ms)).value().empty());
  REQUIRE(js.publish(scope.name, "late").has_value());
  CHECK(next_of(consumer).data == "late");
}

TEST(acknowledged_message_is_done, (JetStreamNats& nats, Streams& scope)) {
  auto js = nats.jetstream();
  REQUIRE(js.add_stream({.name = scope.name}).has_value());
  REQUIRE(js.publish(scope.name, "data").has_value());
  auto consumer = js.consumer(scope.name, {.name = "reader"}).value();
  const auto delivery = next_of(consumer);
  CHECK(js.consumer_info(scope.name, "reader").value().ack_pending == 1u);
  REQUIRE(consumer.ack(delivery).has_value());
  const auto info = js.consumer_info(scope.name, "reader").value();
  CHECK(info.ack_pending == 0u);
  CHECK(info.acknowledged_sequence == 1u);
}

TEST(refused_message_comes_again, (JetStreamNats& nats, Streams& scope)) {
  auto js = nats.jetstream();
  REQUIRE(js.add_stream({.name = scope.name}).has_value());
  REQUIRE(js.publish(scope.name, "data").has_value());
  auto consumer = js.consumer(scope.name, {.name = "reader"}).value();
  REQUIRE(consumer.nak(next_of(consumer)).has_value());
  CHECK(next_of(consumer).deliveries == 2u);
}

TEST(forgotten_message_comes_again, (JetStreamNats& nats, Streams& scope)) {
  auto js = nats.jetstream();
  REQUIRE(js.add_stream({.name = scope.name}).has_value());
  REQUIRE(js.publish(scope.name, "data").has_value());
  auto consumer = js.consumer(scope.name, {.name = "reader", .ack_wait = 200ms}).value();
  next_of(consumer);
  CHECK(next_of(consumer).deliveries >= 2u);
}

TEST(durable_consumer_goes_on_where_it_stopped, (JetStreamNats& nats, Streams& scope)) {
  auto js = nats.jetstream();
  REQUIRE(js.add_stream({.name = scope.name}).has_value());
  for (const char* data : {"1", "2"}) REQUIRE(js.publish(scope.name, data).has_value());
  {
    auto first = js.consumer(scope.name, {.name = "reader"}).value();
    REQUIRE(first.ack(next_of(first)).has_value());
  }
  auto second = js.consumer(scope.name, {.name = "reader"}).value();
  CHECK(next_of(second).data == "2");
}

TEST(consumer_filters_by_subject, (JetStreamNats& nats, Streams& scope)) {
  auto js = nats.jetstream();
  REQUIRE(js.add_stream({.name = scope.name, .subjects = {scope.name + ".*"}}).has_value());
  for (const char* word : {".a", ".b"}) REQUIRE(js.publish(scope.name + word, word).has_value());
  auto consumer = js.consumer(scope.name, {.name = "reader", .filter = scope.name + ".b"}).value();
  CHECK(next_of(consumer).data == ".b");
}

TEST(deleted_consumer_is_not_found, (JetStreamNats& nats, Streams& scope)) {
  auto js = nats.jetstream();
  REQUIRE(js.add_stream({.name = scope.name}).has_value());
  REQUIRE(js.consumer(scope.name, {.name = "reader"}).has_value());
  REQUIRE(js.delete_consumer(scope.name, "reader").has_value());
  CHECK(js.consumer_info(scope.name, "reader").error().is(not_found));
}
