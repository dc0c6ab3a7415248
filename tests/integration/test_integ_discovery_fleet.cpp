// Many worker processes at once.
#include <algorithm>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "conftest.hpp"
#include "foundation/base/error.hpp"

using dyntest::etcd::Event;

namespace {

constexpr std::size_t fleet_size = 8;

// Eight worker processes that were started at once, and have all registered.
struct Fleet {
  std::vector<dyntest::os::Process> processes;
  std::set<std::string> keys;
};

std::set<std::string> lines_of(const std::string& text) {
  std::istringstream from{text};
  std::set<std::string> lines;
  for (std::string line; std::getline(from, line);) lines.insert(line);
  return lines;
}

}  // namespace

FIXTURE(Fleet, (Etcd& etcd, Nats& nats, Namespace& scope)) {
  Fleet fleet;
  auto watch = etcd.client().watch(scope.instances()).value();
  for (std::size_t i = 0; i < fleet_size; ++i)
    fleet.processes.push_back(start_worker_process(etcd, nats, scope, short_lease).value());
  while (fleet.keys.size() < fleet_size) {
    const auto event = watch.next(Deadline::in(patience)).value();
    REQUIRE(event.has_value());
    if (event->kind == Event::Kind::put) fleet.keys.insert(event->entry.key);
  }
  return fleet;
}

TEST(everyone_sees_everyone, (Fleet& fleet, Nats& nats, Namespace& scope)) {
  for (const auto& key : fleet.keys) {
    const std::string subject = scope.name + "_backend.generate-" + key.substr(key.rfind('/') + 1);
    const auto peers = nats.client().request(subject, "peers", Deadline::in(patience)).value();
    CHECK(lines_of(peers.data) == fleet.keys);
  }
}

TEST(survivors_stay_when_others_are_killed, (Fleet& fleet, Etcd& etcd, Namespace& scope)) {
  for (std::size_t i = 0; i < fleet_size / 2; ++i) fleet.processes[i].kill();
  EVENTUALLY(short_lease + patience, etcd.get_prefix(scope.instances()).size() == fleet_size / 2);
  for (std::size_t i = fleet_size / 2; i < fleet_size; ++i)
    CHECK(!fleet.processes[i].ended().has_value());
}

TEST(watcher_sees_all_of_a_killed_fleet_go, (Fleet& fleet, Etcd& etcd, Namespace& scope)) {
  const auto snapshot = etcd.client().get_prefix(scope.instances()).value();
  auto watch = etcd.client().watch(scope.instances(), snapshot.revision + 1).value();
  for (auto& process : fleet.processes) process.kill();
  for (std::set<std::string> gone; gone != fleet.keys;) {
    const auto event = watch.next(Deadline::in(short_lease + patience)).value();
    REQUIRE(event.has_value());
    REQUIRE((event->kind == Event::Kind::erase));
    gone.insert(event->entry.key);
  }
}
