// Leases of a real etcd: what they hold lives as long as their owner.
#include <optional>
#include <utility>

#include "conftest.hpp"

using dyntest::etcd::Event;

TEST(destroyed_lease_takes_its_keys_at_once, (Etcd& etcd, Namespace& scope)) {
  {
    const auto lease = etcd.client().grant(600s).value();
    etcd.put(scope.name, "here", lease.id());
    REQUIRE(etcd.get(scope.name) == "here");
  }
  CHECK(etcd.get(scope.name) == std::nullopt);
}

TEST(abandoned_lease_waits_out_its_ttl, (Etcd& etcd, Namespace& scope)) {
  std::optional lease = etcd.client().grant(5s).value();
  const auto ttl = lease->ttl();
  etcd.put(scope.name, "here", lease->id());
  lease->abandon();
  lease.reset();
  CHECK(etcd.get(scope.name) == "here");
  EVENTUALLY(ttl + patience, etcd.get(scope.name) == std::nullopt);
}

TEST(held_lease_outlives_its_ttl, (Etcd& etcd, Namespace& scope)) {
  const auto lease = etcd.client().grant(3s).value();
  etcd.put(scope.name, "here", lease.id());
  auto watch = etcd.client().watch(scope.name).value();
  CHECK(!watch.next(Deadline::in(lease.ttl() + 1500ms)).value().has_value());
  CHECK(lease.check().has_value());
}

TEST(moved_lease_keeps_its_keys, (Etcd& etcd, Namespace& scope)) {
  std::optional<dyntest::etcd::Lease> kept;
  {
    auto lease = etcd.client().grant(600s).value();
    etcd.put(scope.name, "here", lease.id());
    kept = std::move(lease);
  }
  CHECK(etcd.get(scope.name) == "here");
}

TEST(expired_lease_is_seen_as_an_erase, (Etcd& etcd, Namespace& scope)) {
  auto watch = etcd.client().watch(scope.name).value();
  const auto id = etcd.client().grant_unattended(4s).value();
  etcd.put(scope.name, "here", id);
  REQUIRE(watch.next(Deadline::in(patience)).value().has_value());
  const auto event = watch.next(Deadline::in(patience)).value();
  REQUIRE(event.has_value());
  CHECK((event->kind == Event::Kind::erase));
  CHECK(event->entry.key == scope.name);
}

TEST(lease_that_was_revoked_elsewhere_is_lost, (Etcd& etcd)) {
  const auto lease = etcd.client().grant(10s).value();
  REQUIRE(etcd.client().revoke(lease.id()).has_value());
  EVENTUALLY(patience, !lease.check().has_value());
}

TEST(lease_is_lost_when_etcd_dies, (MortalEtcd& etcd)) {
  const auto lease = etcd.client().grant(1s).value();
  etcd.service().kill();
  EVENTUALLY(patience, !lease.check().has_value());
}

TEST(lease_id_can_be_chosen_once, (MortalEtcd& etcd)) {
  const auto lease = etcd.client().grant(600s, 0x1da3).value();
  CHECK(lease.id() == 0x1da3);
  CHECK(!etcd.client().grant(600s, 0x1da3).has_value());
}

TEST(unattended_lease_is_renewed_by_hand, (Etcd& etcd)) {
  const auto id = etcd.client().grant_unattended(600s).value();
  CHECK(etcd.client().keep_alive(id).value() == 600s);
  REQUIRE(etcd.client().revoke(id).has_value());
  CHECK(!etcd.client().keep_alive(id).has_value());
}
