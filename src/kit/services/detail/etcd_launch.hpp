// How a member of etcd is started, alone or in a cluster, and how its space is won back.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "foundation/base/error.hpp"
#include "foundation/etcd/client.hpp"
#include "foundation/net/port.hpp"
#include "kit/services/service.hpp"

namespace dyntest::services::detail {

struct EtcdPorts {
  static base::Result<EtcdPorts> reserve();
  std::string client_url() const { return client.url("http"); }
  std::string peer_url() const { return peer.url("http"); }

  net::Port client;
  net::Port peer;
};

struct EtcdPace {
  int heartbeat_ms;
  int election_ms;
};

struct EtcdMember {
  std::string name = "dyntest";  // in the cluster
  std::string service = "etcd";  // of process and log
  std::filesystem::path folder;
  std::string initial_cluster;   // `name=peer_url,…` with every member
  bool joins = false;            // a cluster that runs already
  std::int64_t quota_bytes = 0;  // 0 = etcd's own
  EtcdPace pace;
};

// All but the probe. An error if etcd is not installed.
base::Result<Launch> etcd_launch(const EtcdMember& member, EtcdPorts ports);

// Compacts through `cluster`, defragments each of `members`, disarms what says no_space.
base::Status recover_space(etcd::Client& cluster, const std::vector<etcd::Client*>& members);

}  // namespace dyntest::services::detail
