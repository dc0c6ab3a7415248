// A deployment that runs: the real Dynamo, ready to answer, with a handle on each of its processes.
//
//   auto dynamo = Dynamo::start(Deployment{}.frontend().mockers(), python, folder);
//   const auto reply = dynamo->client().chat("hello", {.max_tokens = 8});
//   dynamo->worker(0).service().kill();
//
// Who uses it: fixtures and tests. It is ready when it routes: the model has all its workers at
// /v1/models/{model}/ready of each frontend, and each frontend has answered a completion. When it
// is destroyed, all its processes are gone. Knows nothing of tests.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "foundation/base/error.hpp"
#include "kit/client/client.hpp"
#include "kit/dynamo/deployment.hpp"
#include "kit/dynamo/installation.hpp"
#include "kit/metrics/scraper.hpp"
#include "kit/services/etcd.hpp"
#include "kit/services/nats.hpp"
#include "kit/services/service.hpp"

namespace dyntest::dynamo {

// One process of a deployment.
class Process {
 public:
  Process(services::Service service, std::string url, int workers)
      : service_{std::move(service)}, url_{std::move(url)}, workers_{workers} {}

  // To stop, kill, pause and restart it.
  services::Service& service() { return service_; }
  const services::Service& service() const { return service_; }
  const std::string& name() const { return service_.name(); }
  // Where it says how it is: `http://127.0.0.1:18081`, with /health, /live and /metrics. Of a
  // frontend it is the API's own address.
  const std::string& url() const { return url_; }
  int workers() const { return workers_; }
  // Its metrics now. Throws services::Unavailable.
  metrics::Metrics metrics() const { return metrics::Scraper{url_ + "/metrics"}.scrape(); }

 private:
  services::Service service_;
  std::string url_;
  int workers_;
};

// Somebody else's deployment was asked for what only its owner has.
struct NotOurs : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Dynamo {
 public:
  // Logs, the model and what is discovered in files go to `folder`. Blocks until all is ready. The
  // error names the step that is missing, with the last lines of the log concerned; nothing is left
  // running then. May throw os::Interrupted.
  static base::Result<Dynamo> start(const Deployment& deployment, const Installation& installation,
                                    const std::filesystem::path& folder);
  // A deployment that somebody else has started, by the address of its frontend: its clients, its
  // instances and its model, which is the first that it lists. What only its owner has (processes,
  // etcd, NATS, folder, installation) throws NotOurs. The error: nothing answers there, or it
  // serves no model. May throw os::Interrupted.
  static base::Result<Dynamo> attach(const std::string& url);

  Dynamo(Dynamo&&) noexcept;
  Dynamo& operator=(Dynamo&&) noexcept;
  ~Dynamo();

  // Of one frontend. Lives as long as this.
  const client::Client& client(std::size_t frontend = 0) const;
  // Gets broken rules of answers, see client.hpp. Empty = they are thrown.
  void on_violation(std::function<void(const std::string&, client::Where)> tell);
  // Called before NotOurs is thrown, with what it says; may throw something else.
  void on_not_ours(std::function<void(const std::string&)> tell);

  Process& frontend(std::size_t number = 0);
  // Processes with workers, in the order of the deployment: mockers, prefill, decode, scripted.
  Process& worker(std::size_t number = 0);
  std::size_t workers() const;  // how many such processes there are
  // What a script has come to: how many lines of its log are this word.
  int script_says(const std::string& word) const;

  services::Etcd& etcd();
  services::Nats& nats();

  const std::string& model() const;
  const std::filesystem::path& folder() const;
  const Installation& installation() const;

  // The ids of the instances that serve `generate`, as a frontend sees them: /health. Sorted.
  std::vector<std::uint64_t> instances(std::size_t frontend = 0) const;
  // How many workers the model has at a frontend: /v1/models/{model}/ready. 0 if it is not known.
  int ready_workers(std::size_t frontend = 0) const;

  // Another process of Dynamo's, with the environment of this deployment: `python -m module …`.
  // It has started and no more: wait for what it should do. Its system port is in url().
  base::Result<Process> spawn(const ModuleOptions& options) const;
  // A program in Python with that environment, for os::Process.
  os::Command python(std::vector<std::string> arguments) const;
  // One of the kit's programs on Dynamo's bindings, such as `planner_program.py`.
  os::Command program(const std::string& name, const Words& arguments) const;

 private:
  struct State;
  explicit Dynamo(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace dyntest::dynamo
