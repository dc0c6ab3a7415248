// Deployments as fixtures of this folder: each is ready when it is returned, and asks no machine
// for a fixed port, a file or a model that is not there already.
#include "conftest.hpp"

#include <fmt/format.h>

#include "places.hpp"

// Deliberately longer than any healthy start: what is late then will not come.
SETTING(model_registration_timeout, 30, "seconds until a started deployment must be routable")

namespace {

dyntest::dynamo::Installation installation() {
  return dyntest::fixtures::need_dynamo(DYNTEST_SOURCE_DIR "/build/dynamo");
}

dyntest::base::Result<Dynamo> start_in(const std::filesystem::path& folder, Deployment deployment) {
  deployment.budget =
      std::chrono::seconds{dyntest::check::setting<int>("model_registration_timeout")};
  return dyntest::fixtures::start_dynamo(deployment, installation(), folder);
}

}  // namespace

Dynamo Launcher::start(const Deployment& deployment) {
  return start_in(folder_ / fmt::format("dynamo-{}", number_++), deployment).value();
}

// Everything there is of the ordinary: discovery by etcd, events by NATS, a KV router, two workers.
// Shared by the tests of a worker, which only ask.
FIXTURE(Dynamo, (TmpDir& folder), scope::session) {
  return start_in(folder, Deployment{}.frontend().mockers({.workers = 2}));
}

FIXTURE(Launcher, (TmpDir& folder)) {
  installation();
  return Launcher{folder};
}
