// Deployments as fixtures of this folder: each is ready when it is returned, and asks no machine
// for a fixed port, a file or a model that is not there already.
#include "conftest.hpp"

#include <fmt/format.h>

#include "places.hpp"

// Deliberately longer than any healthy start: what is late then will not come.
SETTING(dynamo, "", "a Python or virtual environment with Dynamo, or the URL of a deployment")
SETTING(engine_start_timeout, 600, "seconds until a real engine must have loaded its model")
SETTING(service_health_timeout, 30, "seconds until etcd and NATS must answer")
SETTING(model_registration_timeout, 30, "seconds until a started deployment must be routable")

namespace {

std::string wanted_dynamo() { return dyntest::check::setting<std::string>("dynamo"); }

std::chrono::seconds seconds_of(const char* setting) {
  return std::chrono::seconds{dyntest::check::setting<int>(setting)};
}

dyntest::base::Result<Dynamo> start_in(const std::filesystem::path& folder, Deployment deployment) {
  if (deployment.budget < seconds_of("model_registration_timeout"))
    deployment.budget = seconds_of("model_registration_timeout");
  deployment.services_budget = seconds_of("service_health_timeout");
  return dyntest::fixtures::start_dynamo(deployment, installation(), folder);
}

}  // namespace

dyntest::dynamo::Installation installation() {
  return dyntest::fixtures::need_dynamo(DYNTEST_SOURCE_DIR "/build/dynamo", wanted_dynamo());
}

Dynamo Launcher::start(const Deployment& deployment) {
  return start_in(folder_ / fmt::format("dynamo-{}", number_++), deployment).value();
}

// Everything there is of the ordinary: discovery by etcd, events by NATS, a KV router, two workers.
// Shared by the tests of a worker, which only ask.
FIXTURE(Dynamo, (TmpDir& folder), scope::session) {
  if (const auto url = dyntest::fixtures::running_dynamo(wanted_dynamo()); !url.empty())
    return dyntest::fixtures::attach_dynamo(url);
  return start_in(folder, Deployment{}.frontend().mockers({.workers = 2}));
}

FIXTURE(Launcher, (TmpDir& folder)) {
  installation();
  return Launcher{folder};
}
