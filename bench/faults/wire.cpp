// What a proxy costs: round trips of 64 bytes and a stream of 64 KiB chunks, directly and through
// an idle proxy. Prints a name and a figure a line, for the script `run` beside this file.
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>

#include "foundation/os/fd.hpp"
#include "kit/faults/proxy.hpp"

using dyntest::faults::Proxy;
using dyntest::os::Fd;

namespace {

constexpr int rounds = 7;
constexpr int round_trips = 5'000;
constexpr std::size_t message_bytes = 64;
constexpr std::size_t chunk_bytes = 64 << 10;
constexpr int chunks = 4'096;

void require(bool condition, const char* what) {
  if (condition) return;
  std::perror(what);
  std::exit(1);
}

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

Fd connect_to(int port) {
  Fd socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  const auto to = loopback(port);
  require(::connect(socket.get(), reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0,
          "connect");
  const int on = 1;
  ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return socket;
}

// Reads so many bytes; false at the end.
bool read_all(const Fd& socket, char* to, std::size_t bytes) {
  while (bytes > 0) {
    const auto count = ::recv(socket.get(), to, bytes, 0);
    if (count <= 0) return false;
    to += count;
    bytes -= static_cast<std::size_t>(count);
  }
  return true;
}

void write_all(const Fd& socket, const char* from, std::size_t bytes) {
  while (bytes > 0) {
    const auto count = ::send(socket.get(), from, bytes, MSG_NOSIGNAL);
    require(count > 0, "send");
    from += count;
    bytes -= static_cast<std::size_t>(count);
  }
}

// Answers each message with itself; to a first byte of 's' with all chunks, and the end.
void serve(const Fd& listener) {
  for (;;) {
    const Fd socket{::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC)};
    if (!socket) return;
    const int on = 1;
    ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    std::array<char, message_bytes> message;
    while (read_all(socket, message.data(), message.size())) {
      if (message[0] != 's') {
        write_all(socket, message.data(), message.size());
        continue;
      }
      const std::string chunk(chunk_bytes, 'x');
      for (int i = 0; i < chunks; ++i) write_all(socket, chunk.data(), chunk.size());
      break;
    }
  }
}

double seconds(auto&& code) {
  const auto began = std::chrono::steady_clock::now();
  code();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

double microseconds_of_a_round_trip(int port) {
  const Fd socket = connect_to(port);
  std::array<char, message_bytes> message{};
  return 1e6 / round_trips * seconds([&] {
           for (int i = 0; i < round_trips; ++i) {
             write_all(socket, message.data(), message.size());
             require(read_all(socket, message.data(), message.size()), "recv");
           }
         });
}

double gibibytes_per_second(int port) {
  const Fd socket = connect_to(port);
  std::array<char, message_bytes> message{'s'};
  std::string buffer(chunk_bytes, '\0');
  const double taken = seconds([&] {
    write_all(socket, message.data(), message.size());
    for (int i = 0; i < chunks; ++i)
      require(read_all(socket, buffer.data(), buffer.size()), "recv");
  });
  return static_cast<double>(chunk_bytes) * chunks / taken / (1 << 30);
}

}  // namespace

int main() {
  const Fd listener{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  auto address = loopback(0);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  require(::bind(listener.get(), generic, size) == 0, "bind");
  require(::listen(listener.get(), 8) == 0, "listen");
  require(::getsockname(listener.get(), generic, &size) == 0, "getsockname");
  std::thread server{[&] { serve(listener); }};
  {
    const int direct = ntohs(address.sin_port);
    const auto proxy = Proxy::start({.server = "127.0.0.1:" + std::to_string(direct)}).value();
    const int proxied = std::stoi(proxy.address().substr(proxy.address().rfind(':') + 1));
    std::array<double, 2> trip{1e9, 1e9}, stream{0, 0};
    for (int round = 0; round < rounds; ++round) {
      trip[0] = std::min(trip[0], microseconds_of_a_round_trip(direct));
      trip[1] = std::min(trip[1], microseconds_of_a_round_trip(proxied));
      stream[0] = std::max(stream[0], gibibytes_per_second(direct));
      stream[1] = std::max(stream[1], gibibytes_per_second(proxied));
    }
    std::printf("trip_direct %f\ntrip_proxied %f\nstream_direct %f\nstream_proxied %f\n", trip[0],
                trip[1], stream[0], stream[1]);
  }
  ::shutdown(listener.get(), SHUT_RDWR);
  server.join();
}
