// A client of etcd 3.4 and later: keys, leases and watches.
//
// Who uses it: whatever registers itself or looks others up, and tests that look over its shoulder.
// Speaks to one member through its HTTP gateway (/v3/…). Does not fail over between members, does
// not authenticate, and never repeats a call by itself. Every error starts with the member's
// address: `etcd at http://127.0.0.1:2379: connection refused`.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/base/deadline.hpp"
#include "foundation/base/error.hpp"
#include "foundation/etcd/lease.hpp"
#include "foundation/etcd/values.hpp"
#include "foundation/etcd/watch.hpp"

namespace dyntest::etcd {

// May be used by several threads at once.
class Client {
 public:
  // `endpoints` as in ETCD_ENDPOINTS: `http://` may be missing; of a list the first is used. Does
  // not connect. Each call blocks for at most `budget` and may throw os::Interrupted.
  explicit Client(std::string_view endpoints, base::Duration budget = std::chrono::seconds{5});

  const std::string& endpoint() const;

  // Nothing if there is no such key. Mind the two levels: an outer value means that etcd answered.
  base::Result<std::optional<KeyValue>> get(std::string_view key);
  // An empty prefix means every key.
  base::Result<Snapshot> get_prefix(std::string_view prefix);

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

  // All changes below `prefix` from `from_revision` on; 0 = from now on. When it returns, the watch
  // is in place: no later change is missed. A change that another watch has just seen may come
  // again: etcd tells watchers before it counts the revision. Who cannot have that reads first.
  base::Result<Watch> watch(std::string_view prefix, std::int64_t from_revision = 0);

  base::Result<MemberStatus> status();

 private:
  // `decode` applied to the answer; its error names the member too.
  template <class Decode>
  auto call(std::string_view name, std::string body, Decode decode);

  std::shared_ptr<detail::Gateway> gateway_;
  base::Duration budget_;
};

}  // namespace dyntest::etcd
