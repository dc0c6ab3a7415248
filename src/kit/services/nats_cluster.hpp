// Several nats-servers of one's own that form a cluster with JetStream: for tests in which servers
// die and no stored message may be lost.
//
// Who uses it: tests and fixtures. Three servers are ready in one to four seconds. Losing the
// leader of a stream costs an election, which nats-server makes wait 4 to 9 s: that is not
// configurable. Listens on the loopback only, and not for monitoring. Does not cut connections
// between servers.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "foundation/base/deadline.hpp"
#include "foundation/base/error.hpp"
#include "foundation/nats/client.hpp"
#include "foundation/nats/jetstream.hpp"
#include "kit/services/nats.hpp"

namespace dyntest::services {

// One thread at a time; the clients may be used by several. Servers are counted from 0.
class NatsCluster {
 public:
  // Server i, which calls itself `nats-<i>`, has its log and store in <folder>/nats-<i>. Returns
  // when a stream with a replica on each server could be made, so that JetStream has a leader.
  static base::Result<NatsCluster> start(const std::filesystem::path& folder, std::size_t size = 3);

  // Of all servers, with commas: what NATS_SERVER must hold.
  const std::string& urls() const { return urls_; }
  // Connected to one of them; goes to another when that dies.
  nats::Client& client() { return *client_; }
  nats::JetStream jetstream() const { return nats::JetStream{*client_}; }

  std::size_t size() const { return servers_.size(); }
  // Its client stays with the one server; kill, stop and restart it through service(), or with
  // restart_fresh(): its streams come back from the others.
  Nats& server(std::size_t i) { return *servers_.at(i); }
  bool runs(std::size_t i) { return !server(i).service().ended(); }

  // The server that leads a stream of several replicas. Waits for an election, at most until the
  // deadline.
  base::Result<std::size_t> await_stream_leader(const std::string& stream, base::Deadline deadline);
  // The same, until all replicas on running servers hold what the leader holds.
  base::Result<std::size_t> await_replicas(const std::string& stream, base::Deadline deadline);
  // Returns which it was, without waiting for the next.
  base::Result<std::size_t> kill_stream_leader(const std::string& stream);
  // Starts all servers that have ended, with what they had stored; returns when they are ready, as
  // `start`.
  base::Status restart();

 private:
  base::Status form(const std::filesystem::path& folder, std::size_t size);
  base::Status await_ready();
  std::size_t running();

  std::vector<net::Port> route_ports_;
  std::vector<std::unique_ptr<Nats>> servers_;
  std::string urls_;
  std::unique_ptr<nats::Client> client_;  // at a fixed address: others hold references
};

}  // namespace dyntest::services
