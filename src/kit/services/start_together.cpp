#include "kit/services/start_together.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <utility>

#include "foundation/os/sockets.hpp"
#include "kit/services/detail/await.hpp"
#include "kit/services/detail/service.hpp"

namespace dyntest::services {
namespace {

// `; port 20001 is held by pid 12 (…)`, for each port of a service that somebody else listens on.
std::string held_ports(const Launch& launch, pid_t own) {
  std::string text;
  for (const auto& port : launch.ports) {
    const auto listener = os::listener_on(port.number());
    if (listener && ::getpgid(listener->pid) != own)
      text += fmt::format("; port {} is held by {}", port.number(), listener->text());
  }
  return text;
}

}  // namespace

base::Result<std::vector<Service>> start_together(std::vector<Launch> launches,
                                                  base::Deadline deadline) {
  std::vector<Service> services;
  std::vector<Service*> all;
  services.reserve(launches.size());
  for (auto& launch : launches) {
    auto begun = Service::begin(std::move(launch));
    if (!begun) return begun.error();
    services.push_back(*std::move(begun));
    all.push_back(&services.back());
  }
  if (auto ready = await_ready(all, deadline); !ready) {
    if (all.size() > 1) return ready.error();
    return ready.error().context(fmt::format("starting {}", all[0]->name()));
  }
  return services;
}

base::Status await_ready(const std::vector<Service*>& services, base::Deadline deadline) {
  std::vector<detail::Awaited> all;
  for (const Service* service : services) {
    const Launch& launch = service->state_->launch;
    auto running = service->state_->running();
    auto prober = launch.probe.begin(running->subject());
    all.push_back({std::move(running), std::move(prober),
                   base::earlier(deadline, base::Deadline::in(launch.budget))});
  }
  const auto failure = detail::await_ready(all);
  if (!failure) return {};
  const Launch& launch = services[failure->which]->state_->launch;
  const pid_t own = services[failure->which]->pid();
  const auto error = base::Error{failure->why + held_ports(launch, own)}.context(
      fmt::format("waiting for {}", launch.address.empty() ? launch.name : launch.address));
  if (services.size() == 1) return error;
  return error.context(fmt::format("starting {}", launch.name));
}

}  // namespace dyntest::services
