// Three etcd members, some of which die, leave or join.
#include <algorithm>
#include <set>
#include <string>

#include "conftest.hpp"

using dyntest::etcd::Client;
using dyntest::etcd::out_of_space;
using dyntest::services::Unavailable;

namespace {

// Waits out the election after a death: changes may be lost before.
void settle(EtcdCluster& cluster) {
  REQUIRE(cluster.await_leader(Deadline::in(patience)).has_value());
}

}  // namespace

TEST(members_agree_on_one_leader, (EtcdCluster& cluster)) {
  const auto leader = cluster.leader().value();
  const auto id = cluster.member(leader).client().status().value().member;
  for (std::size_t i = 0; i < cluster.size(); ++i)
    CHECK(cluster.member(i).client().status().value().leader == id);
  CHECK(cluster.followers().value().size() == 2u);
}

TEST(what_one_member_takes_every_member_has, (EtcdCluster& cluster)) {
  cluster.member(0).put("key", "value");
  for (std::size_t i = 0; i < cluster.size(); ++i) CHECK(cluster.member(i).get("key") == "value");
}

TEST(another_member_leads_after_the_leader_is_killed, (EtcdCluster& cluster)) {
  REQUIRE(cluster.client().put("key", "before").has_value());
  const auto killed = cluster.kill_leader().value();
  const auto next = cluster.await_leader(Deadline::in(patience)).value();
  CHECK(next != killed);
  CHECK(!cluster.runs(killed));
  CHECK(cluster.client().get("key").value().value().value == "before");
  CHECK(cluster.client().put("key", "after").has_value());
}

TEST(restarted_member_catches_up, (EtcdCluster& cluster)) {
  const auto killed = cluster.kill_leader().value();
  settle(cluster);
  REQUIRE(cluster.client().put("key", "while it was away").has_value());
  REQUIRE(cluster.member(killed).service().restart().has_value());
  CHECK(cluster.member(killed).get("key") == "while it was away");
}

TEST(without_a_majority_nothing_is_taken, (EtcdCluster& cluster)) {
  const auto followers = cluster.followers().value();
  for (const auto i : followers) cluster.member(i).service().kill();
  const auto leader = cluster.running().front();
  Client client{cluster.member(leader).endpoint(), 500ms};
  CHECK(!client.put("key", "value").has_value());
  CHECK(!cluster.await_leader(Deadline::in(100ms)).has_value());
}

TEST(killed_cluster_comes_back_with_its_data, (EtcdCluster& cluster)) {
  REQUIRE(cluster.client().put("key", "value").has_value());
  for (std::size_t i = 0; i < cluster.size(); ++i) cluster.member(i).service().kill();
  REQUIRE(cluster.restart().has_value());
  CHECK(cluster.client().get("key").value().value().value == "value");
}

TEST(leadership_moves_on_request, (EtcdCluster& cluster)) {
  const auto to = cluster.followers().value().front();
  REQUIRE(cluster.move_leader(to).has_value());
  CHECK(cluster.leader().value() == to);
}

TEST(removed_leader_is_no_member, (EtcdCluster& cluster)) {
  const auto leader = cluster.leader().value();
  const auto endpoint = cluster.member(leader).endpoint();
  REQUIRE(cluster.remove(leader).has_value());
  CHECK(cluster.client().members().value().size() == 2u);
  CHECK(cluster.endpoints().find(endpoint) == std::string::npos);
  CHECK(cluster.leader().value() != leader);
  CHECK_RAISES(Unavailable, cluster.remove(leader).has_value());
}

TEST(dead_member_is_replaced_by_a_new_one, (EtcdCluster& cluster)) {
  REQUIRE(cluster.client().put("key", "value").has_value());
  const auto killed = cluster.kill_leader().value();
  settle(cluster);
  REQUIRE(cluster.remove(killed).has_value());
  const auto added = cluster.add().value();
  CHECK(added == 3u);
  CHECK(cluster.member(added).get("key") == "value");
  CHECK(cluster.client().members().value().size() == 3u);
}

TEST(full_cluster_takes_changes_after_recovery, (TmpDir& folder)) {
  auto cluster = EtcdCluster::start(folder, 3, {.quota_bytes = 200'000}).value();
  const std::string value(30'000, 'v');
  EVENTUALLY(patience, [&] {
    const auto put = cluster.client().put("filling", value);
    return !put && put.error().is(out_of_space);
  }());
  REQUIRE(cluster.recover_space().has_value());
  CHECK(cluster.client().put("key", "value").has_value());
}

TEST(attended_lease_outlives_the_leader, (EtcdCluster& cluster)) {
  const auto lease = cluster.client().grant(3s).value();
  REQUIRE(cluster.client().put("key", "here", lease.id()).has_value());
  cluster.kill_leader().value();
  settle(cluster);
  auto watch = cluster.client().watch("key").value();
  CHECK(!watch.next(Deadline::in(lease.ttl() + 1s)).value().has_value());
  CHECK(lease.check().has_value());
}

TEST(abandoned_lease_ends_though_the_leader_died, (EtcdCluster& cluster)) {
  const auto id = cluster.client().grant_unattended(1s).value();
  REQUIRE(cluster.client().put("key", "here", id).has_value());
  cluster.kill_leader().value();
  settle(cluster);
  EVENTUALLY(patience, !cluster.client().get("key").value().has_value());
}

TEST(changes_that_were_confirmed_survive_the_leader, (EtcdCluster& cluster)) {
  std::set<std::string> confirmed;
  for (int i = 0; i < 200; ++i) {
    const auto key = "key/" + std::to_string(i);
    if (i == 100) cluster.kill_leader().value();
    if (i == 101) settle(cluster);
    if (cluster.client().put(key, "").has_value()) confirmed.insert(key);
  }
  CHECK(confirmed.size() >= 199u);  // the one after the death may have been lost
  const auto snapshot = cluster.client().get_prefix("key/").value();
  for (const auto& entry : snapshot.entries) confirmed.erase(entry.key);
  CHECK(confirmed.empty());
}

TEST(one_member_is_a_cluster_too, (TmpDir& folder)) {
  auto cluster = EtcdCluster::start(folder, 1).value();
  CHECK(cluster.leader().value() == 0u);
  CHECK(cluster.add().value() == 1u);
  CHECK(cluster.client().members().value().size() == 2u);
}
