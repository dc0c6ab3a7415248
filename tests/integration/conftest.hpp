// For the integration tests: real etcd, real NATS, processes of our own.
//
// A test that only reads and writes takes Etcd& and Nats&, which live as long as their worker, and
// keeps below its Namespace. A test that kills takes a Mortal one, which is its own.
#pragma once

#include <chrono>
#include <string>

#include "../conftest.hpp"
#include "fixtures/services.hpp"
#include "foundation/base/deadline.hpp"
#include "foundation/os/process.hpp"
#include "testing/builtin/env.hpp"
#include "testing/builtin/tmp_dir.hpp"

using dyntest::base::Deadline;
using dyntest::builtin::Env;
using dyntest::builtin::TmpDir;
using dyntest::fixtures::JetStreamNats;
using dyntest::services::Etcd;
using dyntest::services::EtcdCluster;
using dyntest::services::Nats;
using dyntest::services::NatsCluster;
using namespace std::chrono_literals;

// For whatever must happen and normally does at once: long enough for the slowest machine.
inline constexpr auto patience = std::chrono::seconds{20};

// Runs out while a test waits for that, but not because a busy machine lets its owner wait.
inline constexpr auto short_lease = 6s;

// A name that no other test uses: of a Dynamo namespace, or in front of keys and subjects.
struct Namespace {
  std::string name;
  // Where the instances of its workers are.
  std::string instances() const { return "v1/instances/" + name + "/backend/generate/"; }
};

// Below it a test keeps keys in Etcd, or streams in JetStreamNats; they go with the test.
struct Keys : Namespace {
  Etcd* etcd;
  void teardown();
};
struct Streams : Namespace {
  JetStreamNats* nats;
  void teardown();
};

struct MortalEtcd : Etcd {};
struct MortalNats : Nats {};

// A worker process (tests/programs/worker.cpp) that has registered itself.
class Worker {
 public:
  // Returns when its instance is in etcd.
  static dyntest::base::Result<Worker> start(Etcd& etcd, const Nats& nats, const Namespace& scope,
                                             std::chrono::seconds ttl);

  const std::string& instance_key() const { return instance_key_; }
  // Lower-case hexadecimal.
  std::string instance_id() const { return instance_key_.substr(instance_key_.rfind('/') + 1); }
  // Where it answers.
  const std::string& subject() const { return subject_; }
  dyntest::os::Process& process() { return process_; }

 private:
  Worker(dyntest::os::Process process, const Namespace& scope, std::string instance_key);

  dyntest::os::Process process_;
  std::string instance_key_;
  std::string subject_;
};

// Starts a worker's process without waiting for its registration.
dyntest::base::Result<dyntest::os::Process> start_worker_process(const Etcd& etcd, const Nats& nats,
                                                                 const Namespace& scope,
                                                                 std::chrono::seconds ttl);
