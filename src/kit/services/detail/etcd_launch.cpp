#include "kit/services/detail/etcd_launch.hpp"

#include <fmt/format.h>

#include <iterator>
#include <utility>

#include "foundation/os/spawn.hpp"
#include "kit/services/programs.hpp"

namespace dyntest::services::detail {
namespace {

std::vector<std::string> command_line(const std::filesystem::path& program,
                                      const EtcdMember& member, const EtcdPorts& ports) {
  std::vector<std::string> line{
      program.string(), fmt::format("--name={}", member.name),
      fmt::format("--data-dir={}", (member.folder / "data").string()),
      fmt::format("--listen-client-urls={}", ports.client_url()),
      fmt::format("--advertise-client-urls={}", ports.client_url()),
      fmt::format("--listen-peer-urls={}", ports.peer_url()),
      fmt::format("--initial-advertise-peer-urls={}", ports.peer_url()),
      fmt::format("--initial-cluster={}", member.initial_cluster),
      fmt::format("--initial-cluster-state={}", member.joins ? "existing" : "new"),
      fmt::format("--heartbeat-interval={}", member.pace.heartbeat_ms),
      fmt::format("--election-timeout={}", member.pace.election_ms),
      // A member that was late or away asks first whether the others miss the leader, too.
      "--pre-vote=true",
      // Else a cluster younger than 5 s refuses to add and to remove members.
      "--strict-reconfig-check=false",
      // Without fsync a put costs no disk latency.
      "--unsafe-no-fsync"};
  if (member.quota_bytes > 0)
    line.push_back(fmt::format("--quota-backend-bytes={}", member.quota_bytes));
  return line;
}

// etcd takes ETCD_<FLAG> variables for flags and refuses to start when they contradict its command
// line. What they say is meant for another etcd: env(1) removes them, and becomes etcd.
std::vector<std::string> without_etcd_variables(std::vector<std::string> command) {
  std::vector<std::string> line{"env"};
  for (const std::string& entry : os::environment()) {
    if (!entry.starts_with("ETCD_")) continue;
    line.insert(line.end(), {"-u", entry.substr(0, entry.find('='))});
  }
  if (line.size() == 1) return command;
  line.insert(line.end(), std::make_move_iterator(command.begin()),
              std::make_move_iterator(command.end()));
  return line;
}

}  // namespace

base::Result<EtcdPorts> EtcdPorts::reserve() {
  auto for_clients = net::Port::reserve();
  if (!for_clients) return for_clients.error();
  auto for_peers = net::Port::reserve();
  if (!for_peers) return for_peers.error();
  return EtcdPorts{*std::move(for_clients), *std::move(for_peers)};
}

base::Result<Launch> etcd_launch(const EtcdMember& member, EtcdPorts ports) {
  const auto program = find_program("etcd");
  if (!program) return program.error();
  Launch launch;
  launch.name = member.service;
  launch.folder = member.folder;
  launch.command.argv = without_etcd_variables(command_line(*program, member, ports));
  launch.address = ports.client_url();
  launch.ports.push_back(std::move(ports.client));
  launch.ports.push_back(std::move(ports.peer));
  return launch;
}

base::Status recover_space(etcd::Client& cluster, const std::vector<etcd::Client*>& members) {
  constexpr std::string_view doing = "recovering space";
  const auto revision = cluster.revision();
  if (!revision) return revision.error().context(doing);
  auto compacted = cluster.compact(*revision);
  // Compacted to the same revision before: then there is nothing to do.
  if (!compacted && !compacted.error().is(etcd::compacted)) return compacted.error().context(doing);
  for (etcd::Client* member : members)
    if (auto done = member->defragment(); !done) return done.error().context(doing);
  const auto alarms = cluster.alarms();
  if (!alarms) return alarms.error().context(doing);
  for (const etcd::Alarm& alarm : *alarms) {
    if (alarm.kind != etcd::Alarm::Kind::no_space) continue;
    if (auto done = cluster.disarm(alarm); !done) return done.error().context(doing);
  }
  return {};
}

}  // namespace dyntest::services::detail
