#include "conftest.hpp"

#include <utility>

#include "places.hpp"

using dyntest::base::Error;
using dyntest::base::Result;
using dyntest::etcd::Event;
using dyntest::os::Process;

Result<Process> start_worker_process(const Etcd& etcd, const Nats& nats, const Namespace& scope,
                                     std::chrono::seconds ttl) {
  dyntest::os::Command command;
  command.argv = {DYNTEST_WORKER_PROGRAM, etcd.endpoint(), nats.url(), scope.name,
                  std::to_string(ttl.count())};
  return Process::start(command);
}

Result<Worker> Worker::start(Etcd& etcd, const Nats& nats, const Namespace& scope,
                             std::chrono::seconds ttl) {
  auto arrivals = etcd.client().watch(scope.instances());
  if (!arrivals) return arrivals.error();
  auto process = start_worker_process(etcd, nats, scope, ttl);
  if (!process) return process.error();
  for (const auto deadline = Deadline::in(patience); !deadline.passed();) {
    const auto arrival = arrivals->next(Deadline::in(50ms));
    if (!arrival) return arrival.error();
    if (*arrival && (*arrival)->kind == Event::Kind::put)
      return Worker{*std::move(process), scope, (*arrival)->entry.key};
    if (const auto status = process->ended())
      return Error{"the worker ended with " + status->text()};
  }
  return Error{"the worker did not register itself"};
}

Worker::Worker(Process process, const Namespace& scope, std::string instance_key)
    : process_{std::move(process)},
      instance_key_{std::move(instance_key)},
      subject_{scope.name + "_backend.generate-" + instance_id()} {}

SETTING(kills, 3, "how many times each part of a run is killed, by test_integ_runner_kills.cpp")
SETTING(clean_within, 30.0, "seconds after which nothing of a killed run may be left")

// Named after the test's folder, which is nobody else's.
FIXTURE(Namespace, (TmpDir& folder)) {
  return Namespace{folder.path().filename()};
}

FIXTURE(Keys, (Etcd& etcd, Namespace& scope)) { return Keys{scope, &etcd}; }

void Keys::teardown() { REQUIRE(etcd->client().erase_prefix(name).has_value()); }

FIXTURE(Streams, (JetStreamNats& nats, Namespace& scope)) { return Streams{scope, &nats}; }

void Streams::teardown() {
  auto js = nats->jetstream();
  const auto streams = js.stream_names();
  REQUIRE(streams.has_value());
  for (const auto& stream : *streams)
    if (stream.starts_with(name)) REQUIRE(js.delete_stream(stream).has_value());
}

// An etcd of the test's own.
FIXTURE(MortalEtcd, (TmpDir& folder)) {
  dyntest::fixtures::need("etcd", "");
  return Etcd::start(folder).map([](Etcd&& etcd) { return MortalEtcd{std::move(etcd)}; });
}

// A nats-server of the test's own.
FIXTURE(MortalNats, (TmpDir& folder)) {
  dyntest::fixtures::need("nats-server", "");
  return Nats::start(folder).map([](Nats&& nats) { return MortalNats{std::move(nats)}; });
}

// A registered worker.
FIXTURE(Worker, (Etcd& etcd, Nats& nats, Namespace& scope)) {
  return Worker::start(etcd, nats, scope, short_lease);
}
