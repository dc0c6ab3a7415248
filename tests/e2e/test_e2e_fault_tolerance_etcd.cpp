// Discovery breaks under a running deployment (rows E1 to E4).
#include "conftest.hpp"
#include "fixtures/services.hpp"

FILE_MARKS(dynamo);

using dyntest::base::Deadline;
using dyntest::services::EtcdCluster;

TEST(each_of_three_etcds_may_die, (Launcher& launch, EtcdCluster& etcd), etcd, mocker) {
  Deployment deployment;
  deployment.etcd_endpoints = etcd.endpoints();
  const Dynamo dynamo = launch.start(deployment.frontend().mockers({.workers = 2}));
  for (std::size_t member = 0; member < 3; ++member) {
    etcd.member(member).service().kill();
    for (int i = 0; i < 5; ++i) CHECK(dynamo.client().chat("hello", {.max_tokens = 2}).ok());
    REQUIRE(etcd.restart().has_value());
  }
  CHECK(dynamo.ready_workers() == 2);
}

TEST(prefill_and_decode_outlive_each_of_three_etcds, (Launcher& launch, EtcdCluster& etcd), etcd,
     mocker) {
  Deployment deployment;
  deployment.etcd_endpoints = etcd.endpoints();
  const Dynamo dynamo = launch.start(deployment.frontend().prefill().decode());
  for (std::size_t member = 0; member < 3; ++member) {
    etcd.member(member).service().kill();
    for (int i = 0; i < 5; ++i) {
      const Reply reply = dynamo.client().chat("hello", {.max_tokens = 2});
      CHECK(reply.ok());
      CHECK(reply.prefill_worker != reply.decode_worker);
    }
    REQUIRE(etcd.restart().has_value());
  }
}

// As long as a lease: it is made short, where Dynamo's own default takes 30 seconds.
TEST(all_processes_end_when_etcd_is_gone, (Launcher& launch), etcd, mocker, timeout(60)) {
  Dynamo dynamo =
      launch.start(Deployment{}.with("ETCD_LEASE_TTL=3").frontend().mockers({.workers = 2}));
  dynamo.etcd().service().kill();
  for (auto* process : {&dynamo.worker(), &dynamo.frontend()}) {
    const auto status = process->service().wait(Deadline::in(40s));
    REQUIRE(status.has_value());
    CHECK(status->code() == 0);
  }
}

TEST(a_frozen_worker_ends_once_its_lease_is_lost, (Launcher & launch, std::string plane),
     cases("tcp", "nats"), etcd, mocker, timeout(60)) {
  Dynamo dynamo = launch.start(Deployment{.request_plane = plane}
                                   .with("ETCD_LEASE_TTL=3")
                                   .frontend()
                                   .mockers({.workers = 2}));
  REQUIRE(dynamo.worker().service().pause().has_value());
  dynamo.etcd().service().kill();
  REQUIRE(dynamo.worker().service().resume().has_value());
  CHECK(dynamo.worker().service().wait(Deadline::in(30s)).has_value());
}

TEST(the_keys_of_a_killed_worker_go_with_its_lease, (Launcher & launch), etcd, discovery, mocker,
     timeout(60)) {
  Dynamo dynamo =
      launch.start(Deployment{}.with("ETCD_LEASE_TTL=3").frontend().mockers({.processes = 2}));
  REQUIRE(dynamo.instances().size() == 2);
  dynamo.worker(0).service().kill();
  EVENTUALLY(15, dynamo.etcd().get_prefix("v1/instances/dynamo/backend/generate").size() == 1);
  EVENTUALLY(15, dynamo.instances().size() == 1);
  CHECK(dynamo.client().chat("hello", {.max_tokens = 2}).ok());
}
