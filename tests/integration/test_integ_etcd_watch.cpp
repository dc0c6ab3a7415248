// Watches of a real etcd.
#include <optional>
#include <string>

#include "conftest.hpp"

using dyntest::etcd::Event;
using dyntest::etcd::Watch;

namespace {

Event next_of(Watch& watch) {
  const auto event = watch.next(Deadline::in(patience)).value();
  REQUIRE(event.has_value());
  return *event;
}

}  // namespace

TEST(sees_a_put_then_an_erase, (Etcd& etcd, Keys& scope)) {
  auto watch = etcd.client().watch(scope.name).value();
  etcd.put(scope.name, "value");
  etcd.erase(scope.name);
  const Event put = next_of(watch);
  CHECK((put.kind == Event::Kind::put));
  CHECK(put.entry.key == scope.name);
  CHECK(put.entry.value == "value");
  const Event erase = next_of(watch);
  CHECK((erase.kind == Event::Kind::erase));
  CHECK(erase.entry.key == scope.name);
  CHECK(erase.entry.mod_revision == put.entry.mod_revision + 1);
}

TEST(sees_what_came_after_a_snapshot, (Etcd& etcd, Keys& scope)) {
  etcd.put(scope.name + "/old", "");
  const auto snapshot = etcd.client().get_prefix(scope.name).value();
  etcd.put(scope.name + "/new", "");
  auto watch = etcd.client().watch(scope.name, snapshot.revision + 1).value();
  CHECK(next_of(watch).entry.key == scope.name + "/new");
}

TEST(sees_nothing_of_other_prefixes, (Etcd& etcd, Keys& scope)) {
  auto watch = etcd.client().watch(scope.name + "/b").value();
  for (const char* name : {"/a", "/c", "/b"}) etcd.put(scope.name + name, "");
  CHECK(next_of(watch).entry.key == scope.name + "/b");
}

TEST(watches_a_prefix_that_ends_in_the_last_byte, (Etcd& etcd, Keys& scope)) {
  auto watch = etcd.client().watch(scope.name + "\xff").value();
  etcd.put(scope.name + "a", "");
  etcd.put(scope.name + "\xff\xff", "");
  CHECK(next_of(watch).entry.key == scope.name + "\xff\xff");
}

TEST(yields_nothing_at_its_deadline, (Etcd& etcd, Keys& scope)) {
  auto watch = etcd.client().watch(scope.name).value();
  CHECK(!watch.next(Deadline::in(20ms)).value().has_value());
}

TEST(keeps_the_order_of_many_changes, (Etcd& etcd, Keys& scope)) {
  auto watch = etcd.client().watch(scope.name).value();
  for (int i = 0; i < 100; ++i) etcd.put(scope.name, std::to_string(i));
  for (int i = 0; i < 100; ++i) REQUIRE(next_of(watch).entry.value == std::to_string(i));
}

TEST(fails_when_etcd_dies, (MortalEtcd& etcd)) {
  auto watch = etcd.client().watch("key").value();
  etcd.service().kill();
  const auto event = watch.next(Deadline::in(patience));
  REQUIRE(!event.has_value());
  CHECK(event.error().text().starts_with("etcd at " + etcd.endpoint()));
}
