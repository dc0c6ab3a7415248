// Process faults on real processes: each does what its name says, and heals.
#include <signal.h>

#include <fstream>
#include <memory>
#include <string>

#include "conftest.hpp"
#include "faults_test_utils.hpp"
#include "foundation/os/proc.hpp"
#include "foundation/os/process.hpp"
#include "kit/faults/kill.hpp"
#include "kit/faults/latency.hpp"
#include "kit/faults/memory_limit.hpp"
#include "kit/faults/partition.hpp"
#include "kit/faults/restart.hpp"
#include "kit/faults/stop.hpp"
#include "kit/faults/toxic_fault.hpp"

using namespace dyntest::faults;
using dyntest::os::Process;

namespace {

// Says whether 200 MiB can be had, each time that it is asked: by a file, which it removes.
constexpr const char* wants_memory = R"(
import os, sys, time
folder = sys.argv[1]
while True:
    time.sleep(0.002)
    if not os.path.exists(folder + "/ask"):
        continue
    try:
        bytearray(200 << 20)
        answer = "fits"
    except MemoryError:
        answer = "too much"
    with open(folder + "/answer", "w") as file:
        file.write(answer)
    os.remove(folder + "/ask")
)";

std::string content(const std::filesystem::path& path) {
  std::ifstream file{path};
  return {std::istreambuf_iterator{file}, {}};
}

// A process with a child in its group, that can be started again.
struct Toy {
  static dyntest::base::Result<Process> start() {
    return Process::start({{"sh", "-c", "sleep 1000 & wait"}, {}, {}});
  }
  Process process = start().value();
  ProcessVictim victim{process, start};
};

bool all_still(pid_t pid) {
  for (const pid_t child : dyntest::os::descendants_of(pid))
    if (!dyntest::os::is_still(child)) return false;
  return dyntest::os::is_still(pid);
}

}  // namespace

TEST(kill_ends_a_service_and_heals_by_a_restart, (MortalEtcd& etcd)) {
  etcd.put("key", "value");
  ServiceVictim victim{etcd.service()};
  Kill kill{victim};
  REQUIRE(kill.begin());
  CHECK(victim.ended());
  CHECK(!etcd.health().has_value());
  CHECK(kill.bites() == Bites{.processes = 1});
  REQUIRE(kill.heal());
  CHECK(etcd.get("key") == "value");
}

TEST(healing_a_kill_twice_restarts_once) {
  Toy toy;
  Kill kill{toy.victim};
  REQUIRE(kill.begin());
  REQUIRE(kill.heal());
  const pid_t pid = toy.victim.pid();
  REQUIRE(kill.heal());
  CHECK(toy.victim.pid() == pid);
  CHECK(!toy.victim.ended());
}

TEST(a_kill_of_the_dead_is_an_error) {
  Toy toy;
  toy.process.kill();
  Kill kill{toy.victim};
  CHECK(!kill.begin().has_value());
  CHECK(!kill.bites().any());
}

TEST(stop_stops_the_whole_group_and_heals) {
  Toy toy;
  EVENTUALLY(20, dyntest::os::descendants_of(toy.process.pid()).size() == 1);
  Stop stop{toy.victim};
  REQUIRE(stop.begin());
  EVENTUALLY(20, all_still(toy.process.pid()));
  CHECK(stop.bites() == Bites{.processes = 1});
  REQUIRE(stop.heal());
  EVENTUALLY(20, !dyntest::os::is_still(toy.process.pid()));
  REQUIRE(stop.heal());
}

TEST(a_stopped_process_goes_on_when_its_fault_is_destroyed) {
  Toy toy;
  {
    Stop stop{toy.victim};
    REQUIRE(stop.begin());
  }
  EVENTUALLY(20, !dyntest::os::is_still(toy.process.pid()));
}

TEST(a_stopped_etcd_answers_nobody_until_it_is_healed, (MortalEtcd& etcd)) {
  ServiceVictim victim{etcd.service()};
  Stop stop{victim};
  REQUIRE(stop.begin());
  dyntest::etcd::Client hasty{etcd.endpoint(), 50ms};
  CHECK(!hasty.put("late", "value").has_value());  // it may yet be carried out, after the heal
  REQUIRE(stop.heal());
  etcd.put("key", "other");
  CHECK(etcd.get("key") == "other");
}

TEST(restart_gives_a_new_process_that_is_ready, (MortalEtcd& etcd)) {
  const pid_t before = etcd.pid();
  ServiceVictim victim{etcd.service()};
  Restart restart{victim};
  REQUIRE(restart.begin());
  CHECK(etcd.pid() != before);
  CHECK(etcd.health().has_value());
  const pid_t after = etcd.pid();
  REQUIRE(restart.heal());
  CHECK(etcd.pid() == after);
}

TEST(memory_limit_makes_allocations_fail_until_it_is_healed, (TmpDir& folder)) {
  dyntest::fixtures::need("python3", "");
  const auto ask = [&] {
    std::ofstream{folder / "ask"}.flush();
    EVENTUALLY(20, !std::filesystem::exists(folder / "ask"));
    return content(folder / "answer");
  };
  const auto start = [&] {
    return Process::start({{"python3", "-c", wants_memory, folder.path().string()}, {}, {}});
  };
  auto process = start().value();
  ProcessVictim victim{process, start};
  REQUIRE(ask() == "fits");
  MemoryLimit limit{victim, 100u << 20u};
  REQUIRE(limit.begin());
  CHECK(limit.bites() == Bites{.processes = 1});
  CHECK(ask() == "too much");
  REQUIRE(limit.heal());
  CHECK(ask() == "fits");
  CHECK(!victim.ended());
}

TEST(who_dies_of_a_memory_limit_is_started_again) {
  Toy toy;
  MemoryLimit limit{toy.victim, 0};
  REQUIRE(limit.begin());
  const pid_t before = toy.process.pid();
  toy.process.kill();
  REQUIRE(limit.heal());
  CHECK(toy.process.pid() != before);
  CHECK(!toy.victim.ended());
}

TEST(partition_cuts_all_its_paths_and_heals_them) {
  Path one, other;
  Partition partition{{&one.proxy, &other.proxy}};
  REQUIRE(partition.begin());
  CHECK(partition.bites() == Bites{.connections = 2});
  CHECK(partition.text() == "partition(toy, toy)");
  CHECK(!one.proxy.is_enabled());
  CHECK(!Peer::connect(other.proxy.address()));
  REQUIRE(partition.heal());
  one.reconnect();
  other.reconnect();
}

TEST(a_fault_that_is_destroyed_takes_its_toxic_with_it) {
  Path path;
  {
    ToxicFault fault{path.proxy, Latency{1h}, Direction::downstream};
    REQUIRE(fault.begin());
    REQUIRE(path.served.send("held"));
    EVENTUALLY(20, fault.bites().any());
  }
  CHECK(path.client.receive(4) == "held");
}
