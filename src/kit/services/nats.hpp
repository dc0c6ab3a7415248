// A real nats-server of one's own, on a port that nobody else has.
//
// Who uses it: tests and fixtures. Starts in about 20 ms. Listens on the loopback only, and not for
// monitoring. Several servers: nats_cluster.hpp.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "foundation/base/error.hpp"
#include "foundation/nats/client.hpp"
#include "foundation/nats/jetstream.hpp"
#include "kit/services/service.hpp"

namespace dyntest::services {

struct NatsOptions {
  bool jetstream = false;  // its store is <folder>/jetstream
};

class Nats {
 public:
  // The log (nats-server.log) goes to `folder`. Returns when it has answered a client.
  static base::Result<Nats> start(const std::filesystem::path& folder, NatsOptions options = {});
  // The same in two steps, for start_together: what to start, and a Nats of what was started so,
  // with the same options.
  static base::Result<Launch> launch(const std::filesystem::path& folder, NatsOptions options = {});
  static base::Result<Nats> of(Service service, NatsOptions options = {});
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
  // To kill, stop and restart it, which keeps its streams. Throws Unavailable if attached: then it
  // is not ours.
  Service& service();
  // Ends it if it still runs, and starts it again without its store: all streams are gone.
  base::Status restart_fresh();

  // Speaks through client(). Every call is an error where JetStream is not enabled.
  nats::JetStream jetstream() const { return nats::JetStream{*client_}; }

  // The streams that are there now and were not at the start or at `keep`; deletes them. One
  // question if there are none. Nothing without JetStream, and nothing of an attached server: its
  // streams are not ours. Throws Unavailable when the server does not answer.
  std::vector<std::string> leftovers();
  // What is there now is no leftover, such as the streams of a fixture that lives longer than a
  // test.
  void keep();

 private:
  friend class NatsCluster;
  Nats(std::optional<Service> service, nats::Client client);

  std::optional<Service> service_;        // none = attached
  std::unique_ptr<nats::Client> client_;  // at a fixed address: others hold references
  std::filesystem::path store_;           // empty = without JetStream, or attached
  std::set<std::string> kept_;            // no leftovers
};

}  // namespace dyntest::services
