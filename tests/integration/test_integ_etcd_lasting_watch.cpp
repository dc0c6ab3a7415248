// Watches that go on when their member dies: no gap, nothing twice.
#include <string>
#include <vector>

#include "conftest.hpp"

using dyntest::etcd::Client;
using dyntest::etcd::compacted;
using dyntest::etcd::LastingWatch;

namespace {

std::string next_value(LastingWatch& watch) {
  const auto event = watch.next(Deadline::in(patience)).value();
  REQUIRE(event.has_value());
  return event->entry.value;
}

void put_once(Client& client, const std::string& value) {
  // The same value at the same key may be written twice without harm, but the watch would show it.
  REQUIRE(client.put("key", value).has_value());
}

}  // namespace

TEST(goes_on_after_a_restart, (MortalEtcd& etcd)) {
  auto watch = etcd.client().watch_lasting("key").value();
  etcd.put("key", "before");
  CHECK(next_value(watch) == "before");
  etcd.put("key", "unseen");
  etcd.service().kill();
  REQUIRE(etcd.service().restart().has_value());
  etcd.put("key", "after");
  CHECK(next_value(watch) == "unseen");
  CHECK(next_value(watch) == "after");
  CHECK(watch.resumptions() == 1);
}

TEST(does_not_show_again_what_it_has_shown, (MortalEtcd& etcd)) {
  auto watch = etcd.client().watch_lasting("key").value();
  etcd.put("key", "value");
  CHECK(next_value(watch) == "value");
  etcd.service().kill();
  REQUIRE(etcd.service().restart().has_value());
  CHECK(!watch.next(Deadline::in(300ms)).value().has_value());
}

TEST(dead_etcd_is_an_error_until_it_is_back, (MortalEtcd& etcd)) {
  auto watch = etcd.client().watch_lasting("key").value();
  etcd.service().kill();
  const auto event = watch.next(Deadline::in(50ms));
  REQUIRE(!event.has_value());
  CHECK(event.error().text().starts_with("etcd at " + etcd.endpoint()));
  REQUIRE(etcd.service().restart().has_value());
  etcd.put("key", "value");
  CHECK(next_value(watch) == "value");
}

TEST(compaction_meanwhile_is_a_final_error, (MortalEtcd& etcd)) {
  auto watch = etcd.client().watch_lasting("key").value();
  etcd.service().kill();
  REQUIRE(etcd.service().restart().has_value());
  etcd.put("key", "lost");
  const auto kept = etcd.client().put("key", "kept").value();
  REQUIRE(etcd.client().compact(kept).has_value());
  const auto event = watch.next(Deadline::in(patience));
  REQUIRE(!event.has_value());
  CHECK(event.error().is(compacted));
  CHECK(event.error().text().ends_with("revisions before " + std::to_string(kept) +
                                       " have been compacted"));
  CHECK(watch.compact_revision() == kept);
  CHECK(watch.next(Deadline::in(patience)).error().is(compacted));
}

TEST(sees_all_changes_of_a_revision_once, (MortalEtcd& etcd)) {
  auto watch = etcd.client().watch_lasting("key").value();
  for (const char* key : {"key/1", "key/2", "key/3"}) etcd.put(key, key);
  REQUIRE(etcd.client().erase_prefix("key/").value() == 3);
  std::vector<std::string> erased;
  for (int i = 0; i < 3; ++i) next_value(watch);
  for (int i = 0; i < 3; ++i)
    erased.push_back(watch.next(Deadline::in(patience)).value().value().entry.key);
  CHECK(erased == std::vector<std::string>{"key/1", "key/2", "key/3"});
}

TEST(goes_on_at_another_member_without_a_gap, (EtcdCluster& cluster)) {
  auto watch = Client{cluster.endpoints()}.watch_lasting("key").value();
  auto writer = Client{cluster.member(1).endpoint() + "," + cluster.member(2).endpoint()};
  for (int i = 0; i < 50; ++i) put_once(writer, std::to_string(i));
  for (int i = 0; i < 20; ++i) REQUIRE(next_value(watch) == std::to_string(i));
  cluster.member(0).service().kill();  // where the watch is
  REQUIRE(cluster.await_leader(Deadline::in(patience)).has_value());
  for (int i = 50; i < 100; ++i) put_once(writer, std::to_string(i));
  for (int i = 20; i < 100; ++i) REQUIRE(next_value(watch) == std::to_string(i));
  CHECK(watch.resumptions() == 1);
}
