#include "kit/services/etcd.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <iterator>
#include <utility>

#include "foundation/os/spawn.hpp"
#include "kit/services/programs.hpp"

namespace dyntest::services {
namespace {

// Short elections make the start and the shortest lease short; a lone member has no one to lose an
// election to. Without fsync a put costs no disk latency.
constexpr std::string_view heartbeat_ms = "10";
constexpr std::string_view election_ms = "50";

std::vector<std::string> command_line(const std::filesystem::path& program,
                                      const std::filesystem::path& folder,
                                      const std::string& client_url, const std::string& peer_url) {
  return {program.string(),
          "--name=dyntest",
          fmt::format("--data-dir={}", (folder / "data").string()),
          fmt::format("--listen-client-urls={}", client_url),
          fmt::format("--advertise-client-urls={}", client_url),
          fmt::format("--listen-peer-urls={}", peer_url),
          fmt::format("--initial-advertise-peer-urls={}", peer_url),
          fmt::format("--initial-cluster=dyntest={}", peer_url),
          fmt::format("--heartbeat-interval={}", heartbeat_ms),
          fmt::format("--election-timeout={}", election_ms),
          "--unsafe-no-fsync"};
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

base::Status leads_and_answers(const std::string& endpoint, base::Deadline deadline) {
  etcd::Client client{endpoint, deadline.left()};
  const auto status = client.status();
  if (!status) return status.error();
  if (!status->leads()) return base::Error{fmt::format("etcd at {}: no leader yet", endpoint)};
  const auto read = client.get("ready");
  return read ? base::Status{} : base::Status{read.error()};
}

}  // namespace

base::Result<Etcd> Etcd::start(const std::filesystem::path& folder) {
  const auto program = find_program("etcd");
  if (!program) return program.error();
  auto for_clients = net::Port::reserve();
  if (!for_clients) return for_clients.error().context("starting etcd");
  auto for_peers = net::Port::reserve();
  if (!for_peers) return for_peers.error().context("starting etcd");

  const std::string url = for_clients->url("http");
  Launch launch;
  launch.name = "etcd";
  launch.folder = folder;
  launch.command.argv =
      without_etcd_variables(command_line(*program, folder, url, for_peers->url("http")));
  launch.ports.push_back(*std::move(for_clients));
  launch.ports.push_back(*std::move(for_peers));
  launch.address = url;
  launch.probe = [url](base::Deadline deadline) { return leads_and_answers(url, deadline); };
  auto service = Service::start(std::move(launch));
  if (!service) return service.error();
  return Etcd{*std::move(service), url};
}

Etcd Etcd::attach(const std::string& endpoints) { return Etcd{std::nullopt, endpoints}; }

base::Result<Etcd> Etcd::from_environment_or_start(const std::filesystem::path& folder) {
  const char* endpoints = std::getenv("ETCD_ENDPOINTS");
  if (endpoints == nullptr || *endpoints == '\0') return start(folder);
  Etcd etcd = attach(endpoints);
  if (auto status = etcd.client().status(); !status) {
    return status.error().context("attaching to ETCD_ENDPOINTS");
  }
  return etcd;
}

Etcd::Etcd(std::optional<Service> service, const std::string& endpoints)
    : service_{std::move(service)}, client_{std::make_unique<etcd::Client>(endpoints)} {}

base::Status Etcd::health() {
  const auto status = client_->status();
  return status ? base::Status{} : base::Status{status.error()};
}

Service& Etcd::service() {
  if (service_) return *service_;
  throw Unavailable{
      base::Error{fmt::format("etcd at {} was attached, not started: not ours", endpoint())}};
}

std::optional<std::string> Etcd::get(std::string_view key) {
  auto found = value_or_throw(client_->get(key));
  if (!found) return std::nullopt;
  return std::move(found->value);
}

std::vector<etcd::KeyValue> Etcd::get_prefix(std::string_view prefix) {
  return value_or_throw(client_->get_prefix(prefix)).entries;
}

void Etcd::put(std::string_view key, std::string_view value, etcd::LeaseId lease) {
  value_or_throw(client_->put(key, value, lease));
}

bool Etcd::erase(std::string_view key) { return value_or_throw(client_->erase(key)) > 0; }

}  // namespace dyntest::services
