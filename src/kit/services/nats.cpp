#include "kit/services/nats.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <utility>

#include "kit/services/programs.hpp"
#include "kit/services/unavailable.hpp"

namespace dyntest::services {
namespace {

std::vector<std::string> command_line(const std::filesystem::path& program,
                                      const std::filesystem::path& folder, const net::Port& port,
                                      NatsOptions options) {
  std::vector<std::string> line{program.string(), "--addr", "127.0.0.1", "--port",
                                std::to_string(port.number())};
  if (options.jetstream) {
    line.insert(line.end(), {"--jetstream", "--store_dir", (folder / "jetstream").string()});
  }
  return line;
}

// A client whose server has answered it.
base::Result<nats::Client> answering_client(const std::string& url, base::Deadline deadline) {
  auto client = nats::Client::connect(url, deadline);
  if (!client) return client;
  if (auto flushed = client->flush(deadline); !flushed) return flushed.error();
  return client;
}

}  // namespace

base::Result<Nats> Nats::start(const std::filesystem::path& folder, NatsOptions options) {
  const auto program = find_program("nats-server");
  if (!program) return program.error();
  auto port = net::Port::reserve();
  if (!port) return port.error().context("starting nats-server");

  const std::string url = port->url("nats");
  Launch launch;
  launch.name = "nats-server";
  launch.folder = folder;
  launch.command.argv = command_line(*program, folder, *port, options);
  launch.ports.push_back(*std::move(port));
  launch.address = url;
  launch.probe = [url](base::Deadline deadline) {
    const auto client = answering_client(url, deadline);
    return client ? base::Status{} : base::Status{client.error()};
  };
  auto service = Service::start(std::move(launch));
  if (!service) return service.error();
  auto client = answering_client(url, base::Deadline::in(nats::default_budget));
  if (!client) return client.error();
  return Nats{*std::move(service), *std::move(client)};
}

base::Result<Nats> Nats::attach(const std::string& url) {
  auto client = answering_client(url, base::Deadline::in(nats::default_budget));
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

}  // namespace dyntest::services
