#include "kit/services/service.hpp"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <utility>

#include "foundation/os/wait.hpp"
#include "kit/services/detail/await.hpp"
#include "kit/services/detail/service.hpp"
#include "kit/services/start_together.hpp"

namespace dyntest::services {
namespace {

constexpr base::Duration pause_budget = std::chrono::seconds{5};

std::string seconds(base::Duration duration) {
  return fmt::format("{:.1f} s", std::chrono::duration<double>(duration).count());
}

// `0 or 1`
std::string text_of(const std::vector<int>& expected_exits) {
  std::string text = "0";
  for (const int code : expected_exits) text += fmt::format(" or {}", code);
  return text;
}

bool is_expected(const Launch& launch, const os::ExitStatus& status, int asked_with) {
  if (const auto signal = status.signal()) return *signal == asked_with;
  return status.success() ||
         std::ranges::find(launch.expected_exits, status.code()) != launch.expected_exits.end();
}

}  // namespace

base::Result<Service> Service::begin(Launch launch) {
  const std::string doing = fmt::format("starting {}", launch.name);
  Service service{std::move(launch)};
  if (auto begun = service.state_->begin(); !begun) return begun.error().context(doing);
  return service;
}

base::Result<Service> Service::start(Launch launch) {
  auto service = begin(std::move(launch));
  if (!service) return service;
  if (auto ready = service->await_ready(); !ready)
    return ready.error().context(fmt::format("starting {}", service->name()));
  return service;
}

Service::Service(Launch launch) : state_{std::make_shared<detail::Service>(std::move(launch))} {}

Service::Service(Service&& other) noexcept : state_{std::move(other.state_)} {}

Service& Service::operator=(Service&& other) noexcept {
  std::swap(state_, other.state_);
  return *this;
}

Service::~Service() {
  if (state_ && state_->running()) kill();
}

base::Status Service::await_ready() {
  return services::await_ready({this}, base::Deadline::never());
}

pid_t Service::pid() const { return state_->running()->pid(); }
const std::string& Service::name() const { return state_->launch.name; }
const std::string& Service::address() const { return state_->launch.address; }
const std::filesystem::path& Service::log() const { return state_->log; }

std::optional<os::ExitStatus> Service::ended() const { return state_->running()->ended(); }

base::Status Service::alive() const {
  const auto running = state_->running();
  return running->ended() ? base::Status{state_->obituary(*running)} : base::Status{};
}

std::optional<os::ExitStatus> Service::wait(base::Deadline deadline) const {
  const auto running = state_->running();
  std::vector<pollfd> end{{running->exit_fd(), POLLIN, 0}};
  os::wait_for(end, deadline);
  return running->ended();
}

base::Status Service::wait_until(const Probe& probe, base::Deadline deadline) const {
  std::vector<detail::Awaited> one;
  const auto running = state_->running();
  one.push_back({running, probe.begin(running->subject()), deadline});
  const auto failure = detail::await_ready(one);
  if (!failure) return {};
  if (failure->kind == detail::Failure::Kind::died) return state_->obituary(*running);
  return base::Error{fmt::format("waiting for {}: {}", name(), failure->why)};
}

std::unique_ptr<Watch> Service::watch() const { return std::make_unique<Watch>(state_); }

os::ExitStatus Service::kill() { return state_->running()->kill(); }

Ending Service::stop(base::Duration grace, int signal) {
  const auto running = state_->running();
  if (const auto before = running->ended()) {
    if (running->was_asked_to_end()) return {*before, ""};
    return {*before, fmt::format("before it was stopped, {}", state_->obituary(*running).text())};
  }
  const auto status = running->end(signal, grace);
  if (is_expected(state_->launch, status, signal)) return {status, ""};
  const auto asked = fmt::format("{} after {}", name(), os::signal_name(signal));
  if (status.signal() == SIGKILL)
    return {status, fmt::format("{} did not end within {} and was killed{}", asked, seconds(grace),
                                running->last_lines())};
  return {status, fmt::format("{} ended with {}, not with {}{}", asked, status.text(),
                              text_of(state_->launch.expected_exits), running->last_lines())};
}

base::Status Service::ask_to_end(int signal) {
  if (state_->running()->ask_to_end(signal)) return {};
  return alive().error().context(fmt::format("asking {} to end", name()));
}

os::ExitStatus Service::crash(int signal, base::Duration grace) {
  return state_->running()->end(signal, grace);
}

base::Status Service::pause() {
  const auto running = state_->running();
  const auto doing = fmt::format("pausing {}", name());
  running->signal_group(SIGSTOP);
  if (auto lives = alive(); !lives) return lives.error().context(doing);
  return running->await_still(base::Deadline::in(pause_budget)).context(doing);
}

base::Status Service::resume() {
  state_->running()->signal_group(SIGCONT);
  return alive().context(fmt::format("resuming {}", name()));
}

base::Status Service::restart() {
  kill();
  const auto doing = fmt::format("restarting {}", name());
  if (auto begun = state_->begin(); !begun) return begun.error().context(doing);
  if (auto ready = await_ready(); !ready) {
    kill();
    return ready.error().context(doing);
  }
  return {};
}

}  // namespace dyntest::services
