#include "kit/services/nats.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <system_error>
#include <utility>

#include "kit/services/detail/nats_launch.hpp"
#include "kit/services/unavailable.hpp"

namespace dyntest::services {

base::Result<Nats> Nats::start(const std::filesystem::path& folder, NatsOptions options) {
  auto how = launch(folder, options);
  if (!how) return how.error();
  auto service = Service::start(*std::move(how));
  if (!service) return service.error();
  return of(*std::move(service), options);
}

base::Result<Launch> Nats::launch(const std::filesystem::path& folder, NatsOptions options) {
  auto port = net::Port::reserve();
  if (!port) return port.error().context("starting nats-server");
  const auto store = options.jetstream ? folder / "jetstream" : std::filesystem::path{};
  return detail::nats_launch({.folder = folder, .store = store}, *std::move(port));
}

base::Result<Nats> Nats::of(Service service, NatsOptions options) {
  auto client =
      detail::answering_client(service.address(), base::Deadline::in(nats::default_budget));
  if (!client) return client.error();
  const auto folder = service.log().parent_path();
  Nats nats{std::move(service), *std::move(client)};
  if (options.jetstream) nats.store_ = folder / "jetstream";
  nats.keep();
  return nats;
}

base::Result<Nats> Nats::attach(const std::string& url) {
  auto client = detail::answering_client(url, base::Deadline::in(nats::default_budget));
  if (!client) return client.error();
  return Nats{std::nullopt, *std::move(client)};
}

base::Result<Nats> Nats::from_environment_or_start(const std::filesystem::path& folder,
                                                   NatsOptions options) {
  const char* url = std::getenv("NATS_SERVER");
  if (url == nullptr || *url == '\0') return start(folder, options);
  return attach(url).context("attaching to NATS_SERVER");
}

Nats::Nats(std::optional<Service> service, nats::Client client)
    : service_{std::move(service)}, client_{std::make_unique<nats::Client>(std::move(client))} {}

Service& Nats::service() {
  if (service_) return *service_;
  throw Unavailable{
      base::Error{fmt::format("nats at {} was attached, not started: not ours", url())}};
}

base::Status Nats::restart_fresh() {
  service().kill();
  std::error_code failure;
  if (!store_.empty()) std::filesystem::remove_all(store_, failure);
  if (failure) return base::Error::from_errno(store_.string(), failure.value());
  kept_.clear();
  return service().restart();
}

std::vector<std::string> Nats::leftovers() {
  if (store_.empty()) return {};
  auto js = jetstream();
  std::vector<std::string> left = value_or_throw(js.stream_names());
  std::erase_if(left, [this](const std::string& name) { return kept_.contains(name); });
  for (const std::string& name : left) {
    auto deleted = js.delete_stream(name);
    if (!deleted && !deleted.error().is(nats::not_found)) throw Unavailable{deleted.error()};
  }
  return left;
}

void Nats::keep() {
  kept_.clear();
  if (store_.empty()) return;
  for (std::string& name : value_or_throw(jetstream().stream_names()))
    kept_.insert(std::move(name));
}

}  // namespace dyntest::services
