// A client of etcd 3.4 and later: keys, leases and watches, members and maintenance.
//
// Who uses it: whatever registers itself or looks others up, and tests that look over its shoulder.
// Speaks to one member at a time through its HTTP gateway (/v3/…). With several endpoints it fails
// over: a call that was not sent, or that only reads, goes to the next member, each of which is
// asked once. A change that may have been made is never repeated: that is an error of the kind
// `outcome_unknown`. Does not authenticate, and does not wait for an etcd that is down.
// Every error starts with the member's address: `etcd at http://127.0.0.1:2379: connection
// refused`. Kinds of errors are in values.hpp.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/deadline.hpp"
#include "foundation/base/error.hpp"
#include "foundation/etcd/lasting_watch.hpp"
#include "foundation/etcd/lease.hpp"
#include "foundation/etcd/values.hpp"
#include "foundation/etcd/watch.hpp"

namespace dyntest::etcd {

// May be used by several threads at once.
class Client {
 public:
  // `endpoints` as in ETCD_ENDPOINTS: a list with commas; `http://` may be missing. Does not
  // connect. Each call blocks for at most `budget` and may throw os::Interrupted. etcd itself gives
  // up on a change after 5 s and two election time-outs.
  explicit Client(std::string_view endpoints, base::Duration budget = std::chrono::seconds{5});

  // The first of them, and all with commas.
  const std::string& endpoint() const;
  const std::string& endpoints() const;

  // Nothing if there is no such key. Mind the two levels: an outer value means that etcd answered.
  base::Result<std::optional<KeyValue>> get(std::string_view key);
  // An empty prefix means every key.
  base::Result<Snapshot> get_prefix(std::string_view prefix);
  // The store's revision, as a linearizable read: no cheaper question has that answer.
  base::Result<std::int64_t> revision();

  // Returns the store's new revision. With a lease the key lives no longer than the lease.
  base::Result<std::int64_t> put(std::string_view key, std::string_view value, LeaseId lease = 0);
  // In one step: false, and nothing changes, if the key exists.
  base::Result<bool> create_if_absent(std::string_view key, std::string_view value,
                                      LeaseId lease = 0);
  // Both return how many keys there were.
  base::Result<std::int64_t> erase(std::string_view key);
  base::Result<std::int64_t> erase_prefix(std::string_view prefix);

  // A lease that renews itself until it is destroyed. etcd raises `ttl` to its own minimum: 1.5
  // election time-outs in whole seconds, so 2 s with its default settings. `id` 0 = etcd chooses; a
  // taken one is an error.
  base::Result<Lease> grant(std::chrono::seconds ttl, LeaseId id = 0);
  // A lease that ends after its ttl unless someone renews it.
  base::Result<LeaseId> grant_unattended(std::chrono::seconds ttl, LeaseId id = 0);
  // Renews once. Returns the new time to live; an error if the lease is gone.
  base::Result<std::chrono::seconds> keep_alive(LeaseId lease);
  // Ends a lease and erases its keys.
  base::Status revoke(LeaseId lease);
  // An error if the lease is gone.
  base::Result<LeaseLife> lease_life(LeaseId lease);

  // All changes below `prefix` from `from_revision` on; 0 = from now on. When it returns, the watch
  // is in place: no later change is missed. A change that another watch has just seen may come
  // again: etcd tells watchers before it counts the revision. Who cannot have that reads first.
  base::Result<Watch> watch(std::string_view prefix, std::int64_t from_revision = 0);

  // The same, but it goes on at another member, or at the same one, when its connection breaks.
  base::Result<LastingWatch> watch_lasting(std::string_view prefix, std::int64_t from_revision = 0);

  // Of the member that answers.
  base::Result<MemberStatus> status();
  base::Result<std::vector<Member>> members();
  // The new member is to be started with the cluster's other members and
  // `--initial-cluster-state=existing`; until then it counts as one that is down.
  base::Result<Member> add_member(std::string_view peer_url);
  base::Status remove_member(MemberId member);
  // Only the leader takes this.
  base::Status move_leader(MemberId to);

  base::Result<std::vector<Alarm>> alarms();
  // An alarm comes back at the next change if its cause has not gone.
  base::Status disarm(const Alarm& alarm);
  // Forgets what was before `revision`; returns when the database has done so.
  base::Status compact(std::int64_t revision);
  // Gives back what a compaction has freed, in the member that answers, which is deaf meanwhile.
  base::Status defragment();

 private:
  // `decode` applied to the answer; its error names the member too.
  template <class Decode>
  auto call(std::string_view name, std::string body, Decode decode);

  std::shared_ptr<detail::Gateway> gateway_;
  base::Duration budget_;
};

}  // namespace dyntest::etcd
