#include "kit/services/etcd.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <utility>

#include "kit/services/detail/etcd_launch.hpp"

namespace dyntest::services {
namespace {

// Short elections make the start and the shortest lease short; a lone member has no one to lose an
// election to.
constexpr detail::EtcdPace pace{.heartbeat_ms = 10, .election_ms = 50};

base::Status leads_and_answers(const std::string& endpoint, base::Deadline deadline) {
  etcd::Client client{endpoint, deadline.left()};
  const auto status = client.status();
  if (!status) return status.error();
  if (!status->leads()) return base::Error{fmt::format("etcd at {}: no leader yet", endpoint)};
  const auto read = client.get("ready");
  return read ? base::Status{} : base::Status{read.error()};
}

}  // namespace

base::Result<Etcd> Etcd::start(const std::filesystem::path& folder, EtcdOptions options) {
  auto how = launch(folder, options);
  if (!how) return how.error();
  auto service = Service::start(*std::move(how));
  if (!service) return service.error();
  return of(*std::move(service));
}

base::Result<Launch> Etcd::launch(const std::filesystem::path& folder, EtcdOptions options) {
  auto ports = detail::EtcdPorts::reserve();
  if (!ports) return ports.error().context("starting etcd");
  const std::string url = ports->client_url();
  const detail::EtcdMember member{.folder = folder,
                                  .initial_cluster = "dyntest=" + ports->peer_url(),
                                  .quota_bytes = options.quota_bytes,
                                  .pace = pace};
  auto launch = detail::etcd_launch(member, *std::move(ports));
  if (!launch) return launch.error();
  launch->probe = [url](base::Deadline deadline) { return leads_and_answers(url, deadline); };
  return launch;
}

Etcd Etcd::of(Service service) {
  const std::string url = service.address();
  Etcd etcd{std::move(service), url};
  if (auto revision = etcd.client().revision(); !revision || *revision > 1) etcd.keep();
  return etcd;
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

base::Status Etcd::recover_space() { return detail::recover_space(*client_, {client_.get()}); }

std::vector<std::string> Etcd::leftovers() {
  std::vector<std::string> left;
  if (!service_ || value_or_throw(client_->revision()) == seen_revision_) return left;
  const auto now = value_or_throw(client_->get_prefix(""));
  // Every erasure is one revision; whoever writes at the same time is found by the next call.
  seen_revision_ = now.revision;
  for (const auto& entry : now.entries) {
    if (kept_.contains(entry.key)) continue;
    if (entry.lease == 0) left.push_back(entry.key);
    seen_revision_ += value_or_throw(client_->erase(entry.key));
  }
  return left;
}

void Etcd::keep() {
  const auto now = value_or_throw(client_->get_prefix(""));
  kept_.clear();
  for (const auto& entry : now.entries) kept_.insert(entry.key);
  seen_revision_ = now.revision;
}

}  // namespace dyntest::services
