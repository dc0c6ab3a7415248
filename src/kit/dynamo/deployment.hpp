// What is to run, as a value: which processes of Dynamo, how they find and reach each other.
//
//   Deployment{}.frontend({.router_mode = "kv"}).mockers({.workers = 2})
//   Deployment{}.planes("file", "tcp", "zmq").frontend().prefill({.workers = 2}).decode()
//
// Who uses it: fixtures and tests; Dynamo::start (dynamo.hpp) runs it. Options have Dynamo's own
// names; what is not named here goes into `arguments`, as it would be typed, or `environment`.
// Everything listens on 127.0.0.1, but for publishers of the event plane zmq, which take all
// interfaces, whatever they are told (docs/findings.md): use it in a network of its own.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "foundation/base/deadline.hpp"
#include "kit/dynamo/script.hpp"

namespace dyntest::dynamo {

using Words = std::vector<std::string>;

// python -m dynamo.frontend
struct FrontendOptions {
  std::string router_mode = "kv";  // round-robin, random, power-of-two, direct, …
  int kv_cache_block_size = 16;    // of mode kv
  int migration_limit = 0;
  std::uint16_t http_port = 0;  // 0 = any that is free
  Words arguments = {};
  Words environment = {};  // KEY=VALUE
};

// python -m dynamo.mocker: the mock engine, as fast or slow as it is told.
struct MockerOptions {
  int processes = 1;  // each can be killed by itself
  int workers = 1;    // of each process (--num-workers)
  double speedup_ratio = 10;
  int block_size = 16;
  int num_gpu_blocks_override = 0;  // 0 = the engine's own number
  std::string endpoint = {};        // `dyn://namespace.component.endpoint`; empty = the default
  Words arguments = {};
  Words environment = {};
};

// python -m dynamo.vllm, dynamo.sglang or dynamo.trtllm: a real engine with a model of the hub,
// from the user's own cache. It serves the deployment's model under that name, and needs its
// package in Dynamo's Python and what the engine needs of the machine.
struct EngineOptions {
  std::string model = "Qwen/Qwen3-0.6B";  // of the hub, or a folder
  Words arguments = {};
  Words environment = {};
};

// Any other module of Dynamo.
struct ModuleOptions {
  std::string module;
  std::string name;  // of the process, for errors and its log
  int workers = 0;   // how many this adds to the model's
  Words arguments = {};
  Words environment = {};
};

struct Deployment {
  std::string discovery_backend = "etcd";  // or file
  std::string request_plane = "tcp";       // or nats
  std::string event_plane = "nats";        // or zmq
  std::string model = "dyntest/tiny";
  Words environment = {};                                     // of every process
  std::string etcd_endpoints = {};                            // of an etcd that runs already
  base::Duration budget = std::chrono::seconds{30};           // from start to routable
  base::Duration services_budget = std::chrono::seconds{30};  // of etcd and NATS, before that
  // Whether each frontend has to answer a completion of one token before it counts as routable. Not
  // asked of scripted workers, nor in router mode direct; a test of slow workers says no.
  bool first_completion = true;

  std::vector<FrontendOptions> frontends = {};
  struct Workers {
    std::string role;  // aggregated, prefill, decode
    MockerOptions options;
  };
  std::vector<Workers> engines = {};
  std::vector<Script> scripts = {};
  std::vector<ModuleOptions> modules = {};

  Deployment& frontend(FrontendOptions options = {}) {
    frontends.push_back(std::move(options));
    return *this;
  }
  Deployment& mockers(MockerOptions options = {}) {
    engines.push_back({"aggregated", std::move(options)});
    return *this;
  }
  Deployment& prefill(MockerOptions options = {}) {
    engines.push_back({"prefill", std::move(options)});
    return *this;
  }
  Deployment& decode(MockerOptions options = {}) {
    engines.push_back({"decode", std::move(options)});
    return *this;
  }
  Deployment& scripted(Script script) {
    scripts.push_back(std::move(script));
    return *this;
  }
  Deployment& vllm(const EngineOptions& options = {});
  Deployment& sglang(const EngineOptions& options = {});
  Deployment& trtllm(const EngineOptions& options = {});
  Deployment& run(ModuleOptions options) {
    modules.push_back(std::move(options));
    return *this;
  }
  Deployment& planes(std::string discovery, std::string requests, std::string events) {
    discovery_backend = std::move(discovery);
    request_plane = std::move(requests);
    event_plane = std::move(events);
    return *this;
  }

  Deployment& without_first_completion() {
    first_completion = false;
    return *this;
  }
  Deployment& with(std::string variable) {
    environment.push_back(std::move(variable));
    return *this;
  }

  bool needs_etcd() const { return discovery_backend == "etcd" && etcd_endpoints.empty(); }
  bool needs_nats() const { return request_plane == "nats" || event_plane == "nats"; }
};

}  // namespace dyntest::dynamo
