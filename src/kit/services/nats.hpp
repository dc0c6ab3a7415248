// A real nats-server of one's own, on a port that nobody else has.
//
// Who uses it: tests and fixtures. Starts in about 20 ms. Clusters are not offered.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "foundation/base/error.hpp"
#include "foundation/nats/client.hpp"
#include "kit/services/service.hpp"

namespace dyntest::services {

struct NatsOptions {
  bool jetstream = false;  // its store is <folder>/jetstream
};

class Nats {
 public:
  // The log (nats-server.log) goes to `folder`. Returns when it has answered a client.
  static base::Result<Nats> start(const std::filesystem::path& folder, NatsOptions options = {});
  // Connects to one that runs already. `url` as in NATS_SERVER. Blocks for at most 5 s.
  static base::Result<Nats> attach(const std::string& url);
  // Attaches where NATS_SERVER is set; else starts.
  static base::Result<Nats> from_environment_or_start(const std::filesystem::path& folder,
                                                      NatsOptions options = {});

  // `nats://127.0.0.1:41234`: what NATS_SERVER of a program under test must hold, and all that
  // another process needs to `attach`.
  const std::string& url() const { return client_->url(); }
  // The same, for a fixture that is built once for the run (scope::run) and attached to elsewhere.
  const std::string& handle() const { return url(); }
  // Whether it still answers.
  base::Status health() { return client_->flush(); }
  // Connected; reconnects by itself after a restart of the server.
  nats::Client& client() { return *client_; }
  // -1 if attached.
  pid_t pid() const { return service_ ? service_->pid() : -1; }
  // To kill, stop and restart it. Throws Unavailable if attached: then it is not ours.
  Service& service();

 private:
  Nats(std::optional<Service> service, nats::Client client);

  std::optional<Service> service_;        // none = attached
  std::unique_ptr<nats::Client> client_;  // at a fixed address: others hold references
};

}  // namespace dyntest::services
