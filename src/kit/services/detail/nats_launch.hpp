// How a nats-server is started, alone or in a cluster.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "foundation/base/deadline.hpp"
#include "foundation/base/error.hpp"
#include "foundation/nats/client.hpp"
#include "foundation/net/port.hpp"
#include "kit/services/service.hpp"

namespace dyntest::services::detail {

struct NatsServer {
  std::string name = "nats-server";  // of process and log, and in the cluster
  std::filesystem::path folder;
  std::filesystem::path store = {};      // empty = without JetStream
  std::string route = {};                // where it listens for the others; empty = no cluster
  std::vector<std::string> routes = {};  // of all servers
};

// Probed by a client. An error if nats-server is not installed.
base::Result<Launch> nats_launch(const NatsServer& server, net::Port port);

// A client whose server has answered it.
base::Result<nats::Client> answering_client(const std::string& url, base::Deadline deadline);

}  // namespace dyntest::services::detail
