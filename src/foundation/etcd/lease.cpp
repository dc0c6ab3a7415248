#include "foundation/etcd/lease.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "foundation/base/panic.hpp"
#include "foundation/etcd/detail/codec.hpp"
#include "foundation/etcd/detail/gateway.hpp"
#include "foundation/os/fd.hpp"
#include "foundation/os/wait.hpp"

namespace dyntest::etcd {
namespace {

using std::chrono::milliseconds;

constexpr auto revoke_budget = std::chrono::seconds{1};
constexpr auto retry_pause_min = milliseconds{20};  // while etcd does not answer

// True if `fd` becomes readable before `moment`. Quietly: a test's time-out is not the lease's.
bool readable_before(int fd, base::Clock::time_point moment) {
  std::vector<pollfd> entries{{.fd = fd, .events = POLLIN, .revents = 0}};
  return os::wait_quietly(entries, base::Deadline::at(moment));
}

}  // namespace

struct Lease::State {
  State(std::shared_ptr<detail::Gateway> to, LeaseId id_granted, std::chrono::seconds ttl_granted,
        base::Clock::time_point granted);
  ~State() { static_cast<void>(end(true)); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  // Stops the thread; after the first time a no-op.
  base::Status end(bool revoke);
  void renew_until_stopped();
  // True while there is something to renew.
  bool renew();
  void lose(base::Error why);

  const std::shared_ptr<detail::Gateway> gateway;
  const LeaseId id;
  const std::chrono::seconds ttl;
  const os::Fd stop{::eventfd(0, EFD_CLOEXEC)};  // readable = stop
  base::Clock::time_point expires;               // the renewing thread's own
  mutable std::mutex mutex;
  std::optional<base::Error> lost;  // guarded by mutex
  std::thread renewer;
};

Lease::State::State(std::shared_ptr<detail::Gateway> to, LeaseId id_granted,
                    std::chrono::seconds ttl_granted, base::Clock::time_point granted)
    : gateway{std::move(to)}, id{id_granted}, ttl{ttl_granted}, expires{granted + ttl} {
  base::require(static_cast<bool>(stop), "eventfd");
  renewer = std::thread{[this] { renew_until_stopped(); }};
}

base::Status Lease::State::end(bool revoke) {
  if (!renewer.joinable()) return {};
  ::eventfd_write(stop.get(), 1);
  renewer.join();
  lose(base::Error{"its owner let it go"});
  if (!revoke) return {};
  // Not Deadline::in: a revocation is due even when the test's own time is up.
  const auto deadline = base::Deadline::at(base::Clock::now() + revoke_budget);
  auto answer = gateway->call("lease/revoke", detail::encode_lease(id),
                              net::Limits::uninterruptible(deadline));
  return answer ? base::Status{} : base::Status{answer.error()};
}

void Lease::State::renew_until_stopped() {
  for (;;) {
    const auto now = base::Clock::now();
    const base::Duration half_left = (expires - now) / 2;
    if (readable_before(stop.get(), now + std::max<base::Duration>(half_left, retry_pause_min))) {
      return;
    }
    if (!renew()) return;
  }
}

bool Lease::State::renew() {
  const auto asked = base::Clock::now();
  const auto limits = net::Limits::uninterruptible(base::Deadline::at(expires), stop.get());
  const auto answer = gateway->call("lease/keepalive", detail::encode_lease(id), limits);
  const auto renewed = answer ? detail::decode_keep_alive(*answer)
                              : base::Result<detail::LeaseGrant>{answer.error()};
  if (renewed && renewed->ttl_seconds > 0) {
    expires = asked + std::chrono::seconds{renewed->ttl_seconds};
    return true;
  }
  if (renewed) {
    lose(base::Error{"etcd says that it is gone"});
    return false;
  }
  if (base::Clock::now() < expires) return true;
  lose(renewed.error().context("could not be renewed in time"));
  return false;
}

void Lease::State::lose(base::Error why) {
  const std::lock_guard lock{mutex};
  if (!lost) lost = std::move(why);
}

Lease::Lease(std::shared_ptr<detail::Gateway> gateway, LeaseId id, std::chrono::seconds ttl,
             base::Clock::time_point granted)
    : state_{std::make_unique<State>(std::move(gateway), id, ttl, granted)} {}
Lease::Lease(Lease&&) noexcept = default;
Lease& Lease::operator=(Lease&&) noexcept = default;
Lease::~Lease() = default;

LeaseId Lease::id() const { return state_->id; }
std::chrono::seconds Lease::ttl() const { return state_->ttl; }

base::Status Lease::check() const {
  const std::lock_guard lock{state_->mutex};
  if (!state_->lost) return {};
  return state_->lost->context(fmt::format("lease {:x}", state_->id));
}

base::Status Lease::revoke() { return state_->end(true); }
void Lease::abandon() { static_cast<void>(state_->end(false)); }

}  // namespace dyntest::etcd
