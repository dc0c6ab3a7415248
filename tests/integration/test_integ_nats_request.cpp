// Request and reply over a real nats-server.
#include <string>
#include <thread>

#include "conftest.hpp"
#include "foundation/base/deadline.hpp"

using dyntest::base::Clock;

TEST(another_process_answers, (Nats& nats, Worker& worker)) {
  const auto reply = nats.client().request(worker.subject(), "hello", Deadline::in(patience));
  CHECK(reply.value().data == "echo hello");
}

TEST(every_instance_answers_for_itself, (Etcd& etcd, Nats& nats, Namespace& scope)) {
  const auto first = Worker::start(etcd, nats, scope, 600s).value();
  const auto second = Worker::start(etcd, nats, scope, 600s).value();
  REQUIRE(first.subject() != second.subject());
  for (const auto* worker : {&first, &second})
    CHECK(nats.client().request(worker->subject(), "hi", Deadline::in(patience)).has_value());
}

TEST(nobody_there_is_an_error_at_once, (Nats& nats, Namespace& scope)) {
  const auto begin = Clock::now();
  const auto reply = nats.client().request(scope.name, "hello", Deadline::in(600s));
  REQUIRE(!reply.has_value());
  CHECK(reply.error().text().starts_with("nats at " + nats.url()));
  CHECK((Clock::now() - begin < patience));
}

TEST(killed_worker_does_not_answer, (Nats& nats, Worker& worker)) {
  worker.process().kill();
  EVENTUALLY(patience, !nats.client().request(worker.subject(), "hello").has_value());
}

TEST(silent_listener_is_waited_for_until_the_deadline, (Nats& nats, Namespace& scope)) {
  const auto silent = nats.client().subscribe(scope.name).value();
  const auto begin = Clock::now();
  CHECK(!nats.client().request(scope.name, "hello", Deadline::in(100ms)).has_value());
  CHECK((Clock::now() - begin >= 100ms));
}

TEST(request_and_reply_keep_any_bytes, (Nats& nats, Namespace& scope)) {
  const std::string bytes{"\0\xff\r\n", 4};
  auto requests = nats.client().subscribe(scope.name).value();
  const std::jthread responder{[&] {
    const auto request = requests.next(Deadline::in(patience)).value().value();
    CHECK(nats.client().reply(request, request.data + request.data).has_value());
  }};
  const auto reply = nats.client().request(scope.name, bytes, Deadline::in(patience));
  CHECK(reply.value().data == bytes + bytes);
}

TEST(message_without_a_reply_subject_cannot_be_answered, (Nats& nats)) {
  CHECK(!nats.client().reply({"subject", "", "data"}, "answer").has_value());
}
