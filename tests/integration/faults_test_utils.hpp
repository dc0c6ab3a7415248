// For tests of faults: two ends of TCP connections with a proxy between them, by plain blocking
// calls that end in time.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/os/fd.hpp"
#include "kit/faults/proxy.hpp"

// One end of a connection.
class Peer {
 public:
  Peer() = default;
  explicit Peer(dyntest::os::Fd socket) : socket_{std::move(socket)} {}
  // `127.0.0.1:41234`; not connected if nobody accepts.
  static Peer connect(const std::string& address);

  explicit operator bool() const { return static_cast<bool>(socket_); }
  // All of it; false if the connection broke.
  bool send(std::string_view bytes);
  // As much as the other side takes without waiting.
  std::size_t send_some(std::string_view bytes);
  void end();  // a FIN; may still receive
  void close() { socket_.reset(); }

  // At least one byte; empty at the end, or if nothing comes for 20 s. See `last`.
  std::string receive();
  // So many bytes, or what there was until the end.
  std::string receive(std::size_t bytes);
  std::string receive_all();
  // Nothing to receive now, nor an end.
  bool is_silent() const;
  // How the last receive ended: 0 = FIN, an errno such as ECONNRESET, nothing = it did not.
  std::optional<int> last() const { return last_; }

 private:
  dyntest::os::Fd socket_;
  std::optional<int> last_;
};

// Accepts connections.
class Server {
 public:
  Server();
  std::string address() const;
  // The next one; waits for it.
  Peer accept();

 private:
  dyntest::os::Fd listener_;
  std::uint16_t port_ = 0;
};

// A server, a proxy in front of it, and a connection through it.
struct Path {
  Server server;
  dyntest::faults::Proxy proxy;
  Peer client;
  Peer served;  // the server's end

  Path();
  // Another connection; the first is left to the caller.
  void reconnect();
};

// Since it was made.
class Stopwatch {
 public:
  std::chrono::nanoseconds elapsed() const { return std::chrono::steady_clock::now() - began_; }

 private:
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};
