// A real etcd of one's own: one member, fresh data, a port that nobody else has.
//
// Who uses it: tests and fixtures. Starts in well under 100 ms. Durable across a kill of etcd, not
// across a crash of the machine (it does not fsync). Several members: etcd_cluster.hpp.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/error.hpp"
#include "foundation/etcd/client.hpp"
#include "kit/services/service.hpp"
#include "kit/services/unavailable.hpp"

namespace dyntest::services {

struct EtcdOptions {
  // Once the database is larger, changes are refused (etcd::out_of_space). 0 = etcd's own, 2 GiB.
  // An empty database takes about 50 kB, and it notices within 100 ms that it has grown.
  std::int64_t quota_bytes = 0;
};

class Etcd {
 public:
  // Data and log (etcd.log) go to `folder`. Returns when the member leads and has answered a
  // linearizable read. Its leases last at least 1 s.
  static base::Result<Etcd> start(const std::filesystem::path& folder, EtcdOptions options = {});
  // The same in two steps, for start_together: what to start, and an Etcd of what was started so.
  static base::Result<Launch> launch(const std::filesystem::path& folder, EtcdOptions options = {});
  static Etcd of(Service service);
  // Uses one that runs already; does not connect. `endpoints` as in ETCD_ENDPOINTS.
  static Etcd attach(const std::string& endpoints);
  // Attaches where ETCD_ENDPOINTS is set, and fails if nothing answers there; else starts.
  static base::Result<Etcd> from_environment_or_start(const std::filesystem::path& folder);

  // `http://127.0.0.1:41234`: what ETCD_ENDPOINTS of a program under test must hold. Of several,
  // the first.
  const std::string& endpoint() const { return client_->endpoint(); }
  // All of them, for a fixture that is built once for the run (scope::run) and attached to
  // elsewhere.
  const std::string& handle() const { return client_->endpoints(); }
  // Whether it still answers.
  base::Status health();
  etcd::Client& client() { return *client_; }
  // -1 if attached.
  pid_t pid() const { return service_ ? service_->pid() : -1; }
  // To kill, stop and restart it. Throws Unavailable if attached: then it is not ours.
  Service& service();

  // Short forms for tests. They throw Unavailable when etcd does not answer.
  std::optional<std::string> get(std::string_view key);
  std::vector<etcd::KeyValue> get_prefix(std::string_view prefix);
  void put(std::string_view key, std::string_view value, etcd::LeaseId lease = 0);
  bool erase(std::string_view key);  // false if there was no such key

  // After `etcdserver: mvcc: database space exceeded`: compacts to the present revision,
  // defragments, disarms. Keys stay, their history does not. Erase something first if what is left
  // would still exceed the quota.
  base::Status recover_space();

  // The keys that are there now and were not at the start or at `keep`; erases them. A key with a
  // lease is erased and not named: it would have gone by itself. One question if nothing has
  // changed since the last call. Of an attached etcd nothing: its keys are not ours.
  // Throws Unavailable when etcd does not answer.
  std::vector<std::string> leftovers();
  // What is there now is no leftover, such as the keys of a fixture that lives longer than a test.
  void keep();

 private:
  friend class EtcdCluster;
  Etcd(std::optional<Service> service, const std::string& endpoints);

  std::optional<Service> service_;        // none = attached
  std::unique_ptr<etcd::Client> client_;  // at a fixed address: others hold references
  std::set<std::string> kept_;            // no leftovers
  std::int64_t seen_revision_ = 1;        // at which there were no leftovers; 1 = an empty store
};

}  // namespace dyntest::services
