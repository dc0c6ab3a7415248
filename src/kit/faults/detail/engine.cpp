#include "kit/faults/detail/engine.hpp"

#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <utility>

#include "foundation/base/panic.hpp"
#include "foundation/os/wait.hpp"
#include "kit/faults/chance.hpp"
#include "kit/faults/detail/sockets.hpp"

namespace dyntest::faults::detail {
namespace {

constexpr std::size_t links_max = 1024;
constexpr auto pause_after_failure = std::chrono::milliseconds{10};

}  // namespace

Engine::Engine(net::Port port, const sockaddr_in& server, std::uint64_t seed)
    : port_{std::move(port)},
      server_{server},
      seed_{seed},
      wake_{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)} {
  base::require(static_cast<bool>(wake_), "eventfd");
  sigset_t all, before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);  // signals are other threads' business
  thread_ = std::thread{[this] { run(); }};
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  ::pthread_setname_np(thread_.native_handle(), "fault-proxy");
}

void Engine::stop() {
  {
    const std::lock_guard lock{mutex_};
    if (stopping_) return;
    stopping_ = true;
  }
  ::eventfd_write(wake_.get(), 1);
  thread_.join();
}

void Engine::ask(const std::function<void()>& what) {
  Ask ask{what};
  std::unique_lock lock{mutex_};
  if (stopping_) return;
  asks_.push_back(&ask);
  ::eventfd_write(wake_.get(), 1);
  answered_.wait(lock, [&] { return ask.done; });
}

base::Status Engine::enable() {
  base::Status status;
  ask([&] {
    if (listener_) return;
    auto listener = listen_on(port_.number());
    if (listener)
      listener_ = *std::move(listener);
    else
      status = listener.error();
  });
  return status;
}

std::uint64_t Engine::disable() {
  std::uint64_t dropped = 0;
  ask([&] {
    listener_.reset();
    dropped = links_.size();
    for (const auto& link : links_) count(*link);
    links_.clear();
  });
  return dropped;
}

bool Engine::is_enabled() {
  bool enabled = false;
  ask([&] { enabled = static_cast<bool>(listener_); });
  return enabled;
}

ToxicId Engine::add(const Toxic& toxic, Direction direction, double toxicity,
                    std::shared_ptr<BiteCounter> bites) {
  ToxicId id = 0;
  ask([&] {
    id = ++last_id_;
    toxics_.push_back({id, toxic, direction, toxicity, std::move(bites)});
    for (const auto& link : links_) apply(toxics_.back(), *link, base::Clock::now());
  });
  return id;
}

void Engine::remove(ToxicId id) {
  ask([&] {
    std::erase_if(toxics_, [&](const Standing& standing) { return standing.id == id; });
    for (const auto& link : links_) {
      link->pipe(Direction::upstream).remove(id, base::Clock::now());
      link->pipe(Direction::downstream).remove(id, base::Clock::now());
    }
  });
}

void Engine::remove_all() {
  std::vector<ToxicId> ids;
  ask([&] {
    for (const auto& standing : toxics_) ids.push_back(standing.id);
  });
  for (const ToxicId id : ids) remove(id);
}

Traffic Engine::traffic() {
  Traffic traffic;
  ask([&] {
    traffic = past_;
    traffic.open = links_.size();
    for (const auto& link : links_) {
      for (const auto direction : {Direction::upstream, Direction::downstream})
        traffic.held += link->pipe(direction).held_bytes();
      traffic.upstream += link->bytes(Direction::upstream);
      traffic.downstream += link->bytes(Direction::downstream);
    }
  });
  return traffic;
}

void Engine::run() {
  for (bool goes_on = true; goes_on; wait()) {
    const auto asks = take_asks(goes_on);
    for (const Ask* ask : asks) ask->what();
    const auto now = base::Clock::now();
    serve_all(now);
    accept_all(now);
    // Only now: what was let go has left when `remove` returns.
    acknowledge(asks);
    if (!goes_on) break;
  }
  links_.clear();
  listener_.reset();
}

std::vector<Engine::Ask*> Engine::take_asks(bool& goes_on) {
  eventfd_t ignored = 0;
  ::eventfd_read(wake_.get(), &ignored);
  const std::lock_guard lock{mutex_};
  goes_on = !stopping_;
  return std::exchange(asks_, {});
}

void Engine::acknowledge(const std::vector<Ask*>& asks) {
  if (asks.empty()) return;
  const std::lock_guard lock{mutex_};
  for (Ask* ask : asks) ask->done = true;
  answered_.notify_all();
}

// The entries are: wake, listener, and two for each link, in their order.
void Engine::wait() {
  Moment due = never;
  const auto now = base::Clock::now();
  const bool accepts = listener_ && links_.size() < links_max && now >= accepts_again_;
  if (now < accepts_again_) due = accepts_again_;
  fds_.clear();
  fds_.push_back({.fd = wake_.get(), .events = POLLIN, .revents = 0});
  fds_.push_back({.fd = accepts ? listener_.get() : -1, .events = POLLIN, .revents = 0});
  for (const auto& link : links_) {
    link->wait_in(fds_);
    due = std::min(due, link->next_due());
  }
  os::wait_quietly(fds_, base::Deadline::at(due));
}

void Engine::serve_all(Moment now) {
  const bool fresh = fds_.size() == 2 * links_.size() + 2;
  for (std::size_t i = 0; i < links_.size(); ++i) {
    const short client = fresh ? fds_[2 * i + 2].revents : short{0};
    const short server = fresh ? fds_[2 * i + 3].revents : short{0};
    links_[i]->serve(client, server, now);
  }
  for (const auto& link : links_)
    if (link->over()) count(*link);
  std::erase_if(links_, [](const auto& link) { return link->over(); });
}

void Engine::accept_all(Moment now) {
  if (fds_.size() < 2 || fds_[1].revents == 0 || !listener_) return;
  while (links_.size() < links_max) {
    os::Fd client = accept_from(listener_);
    if (!client) {
      const bool none_waits = errno == EAGAIN || errno == EWOULDBLOCK;
      if (!none_waits) accepts_again_ = now + pause_after_failure;
      return;
    }
    const auto number = ++past_.accepted;
    os::Fd server = begin_connecting(server_);
    if (!server) {
      ++past_.refused;
      continue;
    }
    auto link = std::make_unique<Link>(number, std::move(client), std::move(server));
    for (const auto& standing : toxics_) apply(standing, *link, now);
    links_.push_back(std::move(link));
  }
}

// Chance is a matter of seed, connection and toxic alone, not of what other connections do.
void Engine::apply(const Standing& standing, Link& link, Moment now) const {
  base::Rng rng = branch(branch(seed_, link.number()).next(), standing.id);
  if (!chance(rng, standing.toxicity)) return;
  link.pipe(standing.direction).add(standing.id, standing.toxic.effect(), rng, standing.bites, now);
}

void Engine::count(const Link& link) {
  if (link.refused()) ++past_.refused;
  past_.upstream += link.bytes(Direction::upstream);
  past_.downstream += link.bytes(Direction::downstream);
}

}  // namespace dyntest::faults::detail
