// Members, space and history of a real etcd.
#include <string>

#include "conftest.hpp"

using dyntest::etcd::Alarm;
using dyntest::etcd::compacted;
using dyntest::etcd::out_of_space;

namespace {

constexpr std::int64_t small_quota = 200'000;

// Puts until etcd notices that its database is too large; that put's error.
dyntest::base::Error fill(dyntest::etcd::Client& client) {
  const std::string value(30'000, 'v');
  for (const auto deadline = Deadline::in(patience); !deadline.passed();)
    if (const auto put = client.put("filling", value); !put) return put.error();
  return dyntest::base::Error{"it never became full"};
}

}  // namespace

TEST(lone_member_lists_itself, (Etcd& etcd)) {
  const auto members = etcd.client().members().value();
  REQUIRE(members.size() == 1u);
  CHECK(members[0].id == etcd.client().status().value().member);
  CHECK(members[0].client_urls == std::vector{etcd.endpoint()});
}

TEST(full_database_refuses_changes, (TmpDir& folder)) {
  auto etcd = Etcd::start(folder, {.quota_bytes = small_quota}).value();
  const auto error = fill(etcd.client());
  CHECK(error.is(out_of_space));
  CHECK(error.text() ==
        "etcd at " + etcd.endpoint() + ": etcdserver: mvcc: database space exceeded");
  const auto member = etcd.client().status().value().member;
  CHECK((etcd.client().alarms().value() == std::vector{Alarm{member, Alarm::Kind::no_space}}));
  CHECK(etcd.get("filling").has_value());
}

TEST(full_database_takes_changes_after_recovery, (TmpDir& folder)) {
  auto etcd = Etcd::start(folder, {.quota_bytes = small_quota}).value();
  REQUIRE(fill(etcd.client()).is(out_of_space));
  REQUIRE(etcd.recover_space().has_value());
  CHECK(etcd.client().alarms().value().empty());
  CHECK(etcd.client().put("key", "value").has_value());
  CHECK(etcd.client().status().value().file_bytes < small_quota);
}

TEST(compacted_revision_cannot_be_watched, (MortalEtcd& etcd)) {
  const auto first = etcd.client().put("key", "1").value();
  const auto last = etcd.client().put("key", "2").value();
  REQUIRE(etcd.client().compact(last).has_value());
  auto watch = etcd.client().watch("key", first).value();
  CHECK(watch.next(Deadline::in(patience)).error().is(compacted));
  CHECK(watch.compact_revision() == last);
}

TEST(a_second_compaction_to_the_same_revision_is_refused, (MortalEtcd& etcd)) {
  const auto revision = etcd.client().put("key", "1").value();
  REQUIRE(etcd.client().compact(revision).has_value());
  CHECK(etcd.client().compact(revision).error().is(compacted));
}

TEST(revision_is_that_of_the_last_change, (MortalEtcd& etcd)) {
  const auto put = etcd.client().put("key", "value").value();
  CHECK(etcd.client().revision().value() == put);
}

TEST(lease_tells_what_is_left_of_it_and_its_keys, (Etcd& etcd, Keys& scope)) {
  const auto id = etcd.client().grant_unattended(600s).value();
  etcd.put(scope.name, "here", id);
  const auto life = etcd.client().lease_life(id).value();
  CHECK(life.granted_seconds == 600);
  CHECK(life.left_seconds > 500);
  CHECK(life.keys == std::vector{scope.name});
}

TEST(revoked_lease_has_no_life, (Etcd& etcd)) {
  const auto id = etcd.client().grant_unattended(600s).value();
  REQUIRE(etcd.client().revoke(id).has_value());
  CHECK(etcd.client().lease_life(id).error().text().ends_with("the lease is gone"));
}
