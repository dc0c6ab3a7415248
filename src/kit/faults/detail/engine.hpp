// What a Proxy runs: one thread, a listener, the links of all connections, the toxics that stand.
//
// All state but the questions in `asks_` belongs to the thread; others ask it to do things, and
// wait until it has.
#pragma once

#include <netinet/in.h>
#include <poll.h>

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "foundation/net/port.hpp"
#include "foundation/os/fd.hpp"
#include "kit/faults/detail/link.hpp"
#include "kit/faults/toxic.hpp"
#include "kit/faults/traffic.hpp"

namespace dyntest::faults::detail {

class Engine {
 public:
  // The thread begins; `enable` listens.
  Engine(net::Port port, const sockaddr_in& server, std::uint64_t seed);
  ~Engine() { stop(); }
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  const net::Port& port() const { return port_; }
  // Closes all and joins the thread; after the first time a no-op.
  void stop();

  base::Status enable();
  // Returns how many connections were dropped.
  std::uint64_t disable();
  bool is_enabled();
  ToxicId add(const Toxic& toxic, Direction direction, double toxicity,
              std::shared_ptr<BiteCounter> bites);
  void remove(ToxicId id);
  void remove_all();
  Traffic traffic();

 private:
  struct Standing {
    ToxicId id;
    Toxic toxic;
    Direction direction;
    double toxicity;
    std::shared_ptr<BiteCounter> bites;
  };
  struct Ask {
    const std::function<void()>& what;
    bool done = false;
  };

  // Has the thread do it; returns when it has. Nothing once stopped.
  void ask(const std::function<void()>& what);

  void run();
  std::vector<Ask*> take_asks(bool& goes_on);
  void acknowledge(const std::vector<Ask*>& asks);
  void wait();
  void accept_all(Moment now);
  void serve_all(Moment now);
  void apply(const Standing& standing, Link& link, Moment now) const;
  void count(const Link& link);

  const net::Port port_;
  const sockaddr_in server_;
  const std::uint64_t seed_;
  const os::Fd wake_;

  std::mutex mutex_;  // guards the next three
  std::condition_variable answered_;
  std::vector<Ask*> asks_;
  bool stopping_ = false;

  os::Fd listener_;  // none = disabled
  std::vector<std::unique_ptr<Link>> links_;
  std::vector<Standing> toxics_;
  std::vector<pollfd> fds_;
  Moment accepts_again_ = Moment::min();  // after the machine ran out of descriptors
  ToxicId last_id_ = 0;
  Traffic past_;  // of connections that are over

  std::thread thread_;
};

}  // namespace dyntest::faults::detail
