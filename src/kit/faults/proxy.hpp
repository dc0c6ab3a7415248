// A TCP proxy that can be made worse while it works: toxics are added and removed, the listener
// goes down and comes back, and each toxic counts what it has hit.
//
// Who uses it: tests and fixtures that put it in front of etcd, NATS or a worker, and faults::Run.
// On 127.0.0.1 only. Knows no protocol above TCP, and no UDP. Times are kept to a millisecond.
//
//   auto proxy = faults::Proxy::start({.name = "etcd", .server = etcd.endpoint()}).value();
//   auto late = proxy.add(faults::Latency{200ms}, faults::Direction::downstream);
//   …                                          // through proxy.address()
//   late.remove();
//   REQUIRE(late.require_bites());
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "foundation/base/error.hpp"
#include "kit/faults/bites.hpp"
#include "kit/faults/direction.hpp"
#include "kit/faults/pipe.hpp"
#include "kit/faults/toxic.hpp"
#include "kit/faults/traffic.hpp"

namespace dyntest::faults {

namespace detail {
class Engine;
}

// A toxic that was added. It stands until it is removed, or its proxy ends; not with this handle,
// which may be copied. What was counted stays.
class ToxicHandle {
 public:
  ToxicId id() const { return id_; }
  const std::string& text() const { return text_; }
  // On all connections, new and old; what was held back goes on. Where the toxic has lost bytes,
  // the connection is cut. Later a no-op.
  void remove();
  Bites bites() const { return bites_->read(); }
  // `latency(200 ms) on etcd-proxy hit nothing in 3.2 s`
  base::Status require_bites() const;

 private:
  friend class Proxy;
  ToxicHandle() = default;

  ToxicId id_ = 0;
  std::string text_;
  std::string proxy_;
  Moment added_;
  std::shared_ptr<BiteCounter> bites_;
  std::weak_ptr<detail::Engine> engine_;
};

struct ProxySettings {
  std::string name = "proxy";  // for errors and logs: `etcd` gives `latency(…) on etcd-proxy`
  std::string server;          // `127.0.0.1:41234`, a scheme in front; need not run yet
  std::uint64_t seed = 1;      // of what toxics leave to chance
};

// Its functions may be called by several threads at once. A thread of its own lives as long as it.
class Proxy {
 public:
  // Listens when it returns, on a port that nobody else has.
  static base::Result<Proxy> start(ProxySettings settings);
  Proxy(Proxy&&) noexcept;
  Proxy& operator=(Proxy&&) noexcept;
  // Closes all connections and frees the port. Does not wait for any peer.
  ~Proxy();

  const std::string& name() const { return settings_.name; }
  // `127.0.0.1:41234`
  std::string address() const;
  // `http://127.0.0.1:41234` for `http`
  std::string url(const std::string& scheme) const;

  // When it returns, the toxic acts on each connection, new or old, with probability `toxicity`,
  // behind those that were added to that direction before.
  ToxicHandle add(const Toxic& toxic, Direction direction = Direction::downstream,
                  double toxicity = 1.0);
  void remove_all();

  // Closes the listener, so that connections are refused, and all connections; returns how many
  // there were. The port stays ours.
  std::uint64_t disable();
  base::Status enable();
  bool is_enabled() const;

  Traffic traffic() const;

 private:
  Proxy(ProxySettings settings, std::shared_ptr<detail::Engine> engine);

  ProxySettings settings_;
  std::shared_ptr<detail::Engine> engine_;
};

}  // namespace dyntest::faults
