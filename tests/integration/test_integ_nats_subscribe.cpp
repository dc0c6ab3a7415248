// Publish and subscribe over a real nats-server, and what becomes of it when the server dies.
#include <stop_token>
#include <string>
#include <thread>

#include "conftest.hpp"

using dyntest::nats::Client;
using dyntest::nats::Message;
using dyntest::nats::Subscription;

namespace {

Message next_of(Subscription& subscription) {
  const auto message = subscription.next(Deadline::in(patience)).value();
  REQUIRE(message.has_value());
  return *message;
}

}  // namespace

TEST(message_arrives_as_it_was_sent, (Nats& nats, Namespace& scope)) {
  auto subscription = nats.client().subscribe(scope.name).value();
  const std::string bytes{"\0\xff\r\n", 4};
  REQUIRE(nats.client().publish(scope.name, bytes).has_value());
  CHECK((next_of(subscription) == Message{scope.name, "", bytes}));
}

TEST(wildcard_takes_one_word, (Nats& nats, Namespace& scope)) {
  auto subscription = nats.client().subscribe(scope.name + ".*").value();
  for (const char* words : {".a.b", "", ".c"})
    REQUIRE(nats.client().publish(scope.name + words, "").has_value());
  CHECK(next_of(subscription).subject == scope.name + ".c");
}

TEST(queue_shares_messages_among_its_members, (Nats& nats, Namespace& scope)) {
  auto one = nats.client().subscribe(scope.name, "queue").value();
  auto other = nats.client().subscribe(scope.name, "queue").value();
  for (int i = 0; i < 50; ++i) REQUIRE(nats.client().publish(scope.name, "").has_value());
  REQUIRE(nats.client().publish(scope.name + ".end", "").has_value());
  REQUIRE(nats.client().flush(Deadline::in(patience)).has_value());
  int received = 0;
  const auto receive = [&] {
    for (auto* member : {&one, &other})
      while (member->next(Deadline::in(10ms)).value()) ++received;
    return received;
  };
  EVENTUALLY(patience, receive() >= 50);
  CONSISTENTLY(0.1, receive() == 50);
}

TEST(nothing_arrives_until_the_deadline, (Nats& nats, Namespace& scope)) {
  auto subscription = nats.client().subscribe(scope.name).value();
  CHECK(!subscription.next(Deadline::in(20ms)).value().has_value());
}

TEST(ended_subscription_listens_no_longer, (Nats& nats, Namespace& scope)) {
  {
    const auto subscription = nats.client().subscribe(scope.name).value();
  }
  CHECK(!nats.client().request(scope.name, "hello", Deadline::in(patience)).has_value());
}

TEST(refuses_what_is_no_subject, (Nats& nats)) {
  const auto subscription = nats.client().subscribe("two words");
  CHECK(!subscription.has_value());
}

// The library may be handing over a message at the very moment.
TEST(a_subscription_can_end_while_messages_come, (Nats& nats, Namespace& scope)) {
  const std::jthread talker{[&](const std::stop_token& stop) {
    auto client = Client::connect(nats.url(), Deadline::in(patience)).value();
    while (!stop.stop_requested() && client.publish(scope.name, "")) continue;
  }};
  for (int i = 0; i < 500; ++i) {
    auto subscription = nats.client().subscribe(scope.name).value();
    REQUIRE(subscription.next(Deadline::in(patience)).value().has_value());
  }
}

TEST(nobody_to_connect_to_is_an_error_at_once, (MortalNats& nats)) {
  nats.service().kill();
  const auto client = Client::connect(nats.url(), Deadline::in(600s));
  REQUIRE(!client.has_value());
  CHECK(client.error().text().find("refused") != std::string::npos);
}

TEST(lost_server_is_an_error_of_the_wait, (MortalNats& nats)) {
  auto subscription = nats.client().subscribe("subject").value();
  nats.service().kill();
  EVENTUALLY(patience, !subscription.next(Deadline::in(20ms)).has_value());
}

TEST(subscription_survives_a_restart_of_the_server, (MortalNats& nats)) {
  auto subscription = nats.client().subscribe("subject").value();
  nats.service().kill();
  REQUIRE(nats.service().restart().has_value());
  REQUIRE(nats.client().flush(Deadline::in(patience)).has_value());
  REQUIRE(nats.client().publish("subject", "after").has_value());
  CHECK(next_of(subscription).data == "after");
}

// The worker compares the number of its threads before its first client and after its last.
TEST(no_thread_remains_after_the_last_client, (Worker& worker)) {
  CHECK(worker.process().stop(patience).code() == 0);
}
