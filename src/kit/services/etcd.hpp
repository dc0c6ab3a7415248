// A real etcd of one's own: one member, fresh data, a port that nobody else has.
//
// Who uses it: tests and fixtures. Starts in well under 100 ms. Durable across a kill of etcd, not
// across a crash of the machine (it does not fsync). Clusters of several members are not offered.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/error.hpp"
#include "foundation/etcd/client.hpp"
#include "kit/services/service.hpp"
#include "kit/services/unavailable.hpp"

namespace dyntest::services {

class Etcd {
 public:
  // Data and log (etcd.log) go to `folder`. Returns when the member leads and has answered a
  // linearizable read. Its leases last at least 1 s.
  static base::Result<Etcd> start(const std::filesystem::path& folder);
  // Uses one that runs already; does not connect. `endpoints` as in ETCD_ENDPOINTS.
  static Etcd attach(const std::string& endpoints);
  // Attaches where ETCD_ENDPOINTS is set, and fails if nothing answers there; else starts.
  static base::Result<Etcd> from_environment_or_start(const std::filesystem::path& folder);

  // `http://127.0.0.1:41234`: what ETCD_ENDPOINTS of a program under test must hold, and all that
  // another process needs to `attach`.
  const std::string& endpoint() const { return client_->endpoint(); }
  // The same, for a fixture that is built once for the run (scope::run) and attached to elsewhere.
  const std::string& handle() const { return endpoint(); }
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

 private:
  Etcd(std::optional<Service> service, const std::string& endpoints);

  std::optional<Service> service_;        // none = attached
  std::unique_ptr<etcd::Client> client_;  // at a fixed address: others hold references
};

}  // namespace dyntest::services
