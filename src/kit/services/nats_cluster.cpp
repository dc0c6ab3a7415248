#include "kit/services/nats_cluster.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <chrono>
#include <utility>

#include "foundation/os/wait.hpp"
#include "kit/services/detail/nats_launch.hpp"

namespace dyntest::services {
namespace {

using base::Result;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr base::Duration formation_budget = seconds{60};
constexpr base::Duration question_budget = seconds{2};
constexpr base::Duration look_pause = milliseconds{20};

std::string name_of(std::size_t i) { return fmt::format("nats-{}", i); }

}  // namespace

Result<NatsCluster> NatsCluster::start(const std::filesystem::path& folder, std::size_t size) {
  NatsCluster cluster;
  if (auto formed = cluster.form(folder, size); !formed)
    return formed.error().context("starting nats-server");
  return cluster;
}

base::Status NatsCluster::form(const std::filesystem::path& folder, std::size_t size) {
  if (size < 2) return base::Error{"a cluster of nats-servers has at least two"};
  std::vector<std::string> routes;
  for (std::size_t i = 0; i < size; ++i) {
    auto port = net::Port::reserve();
    if (!port) return port.error();
    routes.push_back(port->url("nats"));
    route_ports_.push_back(*std::move(port));
  }
  std::vector<std::string> urls;
  for (std::size_t i = 0; i < size; ++i) {
    auto port = net::Port::reserve();
    if (!port) return port.error();
    urls.push_back(port->url("nats"));
    const auto home = folder / name_of(i);
    auto launch = detail::nats_launch({.name = name_of(i),
                                       .folder = home,
                                       .store = home / "jetstream",
                                       .route = routes[i],
                                       .routes = routes},
                                      *std::move(port));
    if (!launch) return launch.error();
    auto service = Service::start(*std::move(launch));
    if (!service) return service.error();
    auto client = detail::answering_client(urls.back(), base::Deadline::in(nats::default_budget));
    if (!client) return client.error();
    servers_.emplace_back(new Nats{*std::move(service), *std::move(client)});
    servers_.back()->store_ = home / "jetstream";
  }
  urls_ = fmt::format("{}", fmt::join(urls, ","));
  auto client = detail::answering_client(urls_, base::Deadline::in(nats::default_budget));
  if (!client) return client.error();
  client_ = std::make_unique<nats::Client>(*std::move(client));
  return await_ready();
}

// A stream with a replica on each server can be made once the servers have found each other and
// have elected who decides about streams.
base::Status NatsCluster::await_ready() {
  const nats::StreamConfig probe{
      .name = "dyntest_ready", .replicas = static_cast<int>(size()), .in_memory = true};
  const auto deadline = base::Deadline::in(formation_budget);
  auto js = jetstream();
  for (;;) {
    const auto limit = [&] { return base::earlier(deadline, base::Deadline::in(question_budget)); };
    const auto made = js.add_stream(probe, limit());
    if (made) {
      auto removed = js.delete_stream(probe.name, limit());
      if (removed || removed.error().is(nats::not_found)) return {};
    }
    if (deadline.passed())
      return made ? base::Status{base::Error{"the probing stream could not be deleted"}}
                  : base::Status{made.error().context("waiting for JetStream")};
    os::pause_for(look_pause);
  }
}

std::size_t NatsCluster::running() {
  std::size_t count = 0;
  for (std::size_t i = 0; i < size(); ++i) count += runs(i) ? 1u : 0u;
  return count;
}

Result<std::size_t> NatsCluster::await_stream_leader(const std::string& stream,
                                                     base::Deadline deadline) {
  for (;;) {
    const auto limit = base::earlier(deadline, base::Deadline::in(question_budget));
    const auto info = jetstream().stream(stream, limit);
    for (std::size_t i = 0; info && i < size(); ++i)
      if (info->leader == name_of(i) && runs(i)) return i;
    if (deadline.passed()) {
      const auto why = info ? base::Error{"no running server leads it"} : info.error();
      return why.context(fmt::format("waiting for a leader of stream {}", stream));
    }
    os::pause_for(look_pause);
  }
}

Result<std::size_t> NatsCluster::await_replicas(const std::string& stream,
                                                base::Deadline deadline) {
  for (;;) {
    const auto leader = await_stream_leader(stream, deadline);
    if (!leader) return leader;
    const auto info =
        jetstream().stream(stream, base::earlier(deadline, base::Deadline::in(question_budget)));
    if (info && info->up_to_date.size() + 1 >= running()) return leader;
    if (deadline.passed())
      return base::Error{fmt::format("stream {}: not all replicas are up to date", stream)};
    os::pause_for(look_pause);
  }
}

Result<std::size_t> NatsCluster::kill_stream_leader(const std::string& stream) {
  auto leader = await_stream_leader(stream, base::Deadline::in(formation_budget));
  if (leader) server(*leader).service().kill();
  return leader;
}

base::Status NatsCluster::restart() {
  for (const auto& one : servers_) {
    if (!one->service().ended()) continue;
    if (auto begun = one->service().restart(); !begun) return begun;
  }
  return await_ready().context("restarting nats-server");
}

}  // namespace dyntest::services
