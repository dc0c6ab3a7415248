// One worker process in discovery: it comes, it is found, it goes.
#include <nlohmann/json.hpp>
#include <string>

#include "conftest.hpp"

using dyntest::etcd::Event;

namespace {

Event next_of(dyntest::etcd::Watch& watch) {
  const auto event = watch.next(Deadline::in(patience)).value();
  REQUIRE(event.has_value());
  return *event;
}

}  // namespace

TEST(instance_says_where_it_is, (Etcd& etcd, Worker& worker, Namespace& scope)) {
  const auto value = nlohmann::json::parse(etcd.get(worker.instance_key()).value());
  CHECK(value.at("type") == "Endpoint");
  CHECK(value.at("namespace") == scope.name);
  CHECK(value.at("component") == "backend");
  CHECK(value.at("endpoint") == "generate");
  CHECK(value.at("transport").at("nats_tcp") == worker.subject());
}

TEST(instance_is_named_after_its_lease, (Etcd& etcd, Worker& worker)) {
  const auto entry = etcd.client().get(worker.instance_key()).value().value();
  CHECK(entry.lease == std::stoll(worker.instance_id(), nullptr, 16));
  const auto value = nlohmann::json::parse(entry.value);
  CHECK(value.at("instance_id").get<std::int64_t>() == entry.lease);
}

// The promise of the lease: nobody has to clean up after a crash.
TEST(killed_worker_leaves_within_its_lease, (Etcd& etcd, Worker& worker)) {
  REQUIRE(etcd.get(worker.instance_key()).has_value());
  worker.process().kill();
  EVENTUALLY(short_lease + patience, !etcd.get(worker.instance_key()).has_value());
}

TEST(stopped_worker_leaves_at_once, (Etcd& etcd, Nats& nats, Namespace& scope)) {
  auto worker = Worker::start(etcd, nats, scope, 600s).value();
  CHECK(worker.process().stop(patience).code() == 0);
  CHECK(!etcd.get(worker.instance_key()).has_value());
}

TEST(watcher_sees_a_worker_come_and_go, (Etcd& etcd, Nats& nats, Namespace& scope)) {
  auto watch = etcd.client().watch(scope.instances()).value();
  auto worker = Worker::start(etcd, nats, scope, short_lease).value();
  const Event came = next_of(watch);
  CHECK((came.kind == Event::Kind::put));
  CHECK(came.entry.key == worker.instance_key());
  worker.process().kill();
  const Event went = next_of(watch);
  CHECK((went.kind == Event::Kind::erase));
  CHECK(went.entry.key == worker.instance_key());
}

TEST(late_watcher_catches_up_from_a_snapshot, (Etcd& etcd, Nats& nats, Namespace& scope)) {
  const auto first = Worker::start(etcd, nats, scope, 600s).value();
  const auto snapshot = etcd.client().get_prefix(scope.instances()).value();
  const auto second = Worker::start(etcd, nats, scope, 600s).value();
  REQUIRE(snapshot.entries.size() == 1u);
  CHECK(snapshot.entries[0].key == first.instance_key());
  auto watch = etcd.client().watch(scope.instances(), snapshot.revision + 1).value();
  CHECK(next_of(watch).entry.key == second.instance_key());
}

// With etcd gone the lease runs out, and a worker without a lease must not go on.
TEST(worker_ends_when_its_lease_is_lost, (MortalEtcd& etcd, Nats& nats, Namespace& scope)) {
  auto worker = Worker::start(etcd, nats, scope, short_lease).value();
  etcd.service().kill();
  const auto status = worker.process().wait(Deadline::in(patience));
  REQUIRE(status.has_value());
  CHECK(status->code() == 6);
}
