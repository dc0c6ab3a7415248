// Three workers at once, each with etcd and nats-server on their default ports.
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "conftest.hpp"
#include "foundation/base/deadline.hpp"
#include "foundation/etcd/client.hpp"
#include "kit/services/ready.hpp"
#include "kit/services/ready_port.hpp"
#include "kit/services/service.hpp"
#include "testing/builtin/tmp_dir.hpp"

namespace fs = std::filesystem;
namespace services = dyntest::services;
using dyntest::base::Deadline;
using dyntest::builtin::TmpDir;
using namespace std::chrono_literals;

namespace {

const std::string etcd_url = "http://127.0.0.1:2379";

services::Service start(const TmpDir& folder, const std::string& name,
                        std::vector<std::string> argv, services::Probe probe) {
  services::Launch launch;
  launch.name = name;
  launch.folder = folder.path();
  launch.command.argv = std::move(argv);
  launch.probe = std::move(probe);
  auto service = services::Service::start(std::move(launch));
  if (!service) FAIL(service.error().text());
  return *std::move(service);
}

}  // namespace

TEST(has_default_ports_of_its_own, (TmpDir& folder, int worker), cases(1, 2, 3), timeout(60)) {
  const auto etcd = start(folder, "etcd", {"etcd", "--data-dir", folder / "etcd"},
                          services::ready::port("127.0.0.1:2379"));
  const auto nats = start(folder, "nats-server", {"nats-server", "-a", "127.0.0.1"},
                          services::ready::port("127.0.0.1:4222"));
  const fs::path meeting = std::getenv("MEETING");
  std::ofstream{meeting / std::to_string(worker)} << "here";
  EVENTUALLY(30, std::distance(fs::directory_iterator{meeting}, {}) == 3);

  dyntest::etcd::Client client{etcd_url};
  REQUIRE(client.put("worker", std::to_string(worker)).has_value());
  CHECK(client.get("worker").value()->value == std::to_string(worker));
}
