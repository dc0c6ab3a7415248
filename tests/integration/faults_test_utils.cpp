#include "faults_test_utils.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <vector>

#include "conftest.hpp"
#include "foundation/os/wait.hpp"

using dyntest::faults::Proxy;
using dyntest::os::Fd;

namespace {

bool wait_until(const Fd& socket, short events) {
  std::vector<pollfd> fds{{socket.get(), events, 0}};
  return dyntest::os::wait_for(fds, Deadline::in(patience));
}

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

void send_at_once(const Fd& socket) {
  const int on = 1;
  ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

}  // namespace

Peer Peer::connect(const std::string& address) {
  const auto port = std::stoi(address.substr(address.rfind(':') + 1));
  Fd socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  const auto to = loopback(static_cast<std::uint16_t>(port));
  if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) return {};
  send_at_once(socket);
  return Peer{std::move(socket)};
}

bool Peer::send(std::string_view bytes) {
  while (!bytes.empty()) {
    if (!wait_until(socket_, POLLOUT)) return false;
    const auto count =
        ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count < 0 && errno == EAGAIN) continue;
    if (count < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

std::size_t Peer::send_some(std::string_view bytes) {
  const auto count = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  return count < 0 ? 0 : static_cast<std::size_t>(count);
}

void Peer::end() { ::shutdown(socket_.get(), SHUT_WR); }

std::string Peer::receive() {
  last_.reset();
  if (!wait_until(socket_, POLLIN)) return {};
  std::array<char, 64 * 1024> buffer;
  const auto count = ::recv(socket_.get(), buffer.data(), buffer.size(), 0);
  if (count > 0) return {buffer.data(), static_cast<std::size_t>(count)};
  last_ = count == 0 ? 0 : errno;
  return {};
}

std::string Peer::receive(std::size_t bytes) {
  std::string all;
  while (all.size() < bytes) {
    const auto more = receive();
    if (more.empty()) break;
    all += more;
  }
  return all;
}

std::string Peer::receive_all() { return receive(static_cast<std::size_t>(-1)); }

bool Peer::is_silent() const {
  pollfd entry{socket_.get(), POLLIN, 0};
  return ::poll(&entry, 1, 0) == 0;
}

Server::Server() : listener_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
  auto address = loopback(0);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  REQUIRE(::bind(listener_.get(), generic, size) == 0);
  REQUIRE(::listen(listener_.get(), 128) == 0);
  REQUIRE(::getsockname(listener_.get(), generic, &size) == 0);
  port_ = ntohs(address.sin_port);
}

std::string Server::address() const { return fmt::format("127.0.0.1:{}", port_); }

Peer Server::accept() {
  REQUIRE(wait_until(listener_, POLLIN));
  Fd socket{::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC)};
  send_at_once(socket);
  return Peer{std::move(socket)};
}

Path::Path() : proxy{Proxy::start({.name = "toy", .server = server.address()}).value()} {
  reconnect();
}

void Path::reconnect() {
  client = Peer::connect(proxy.address());
  REQUIRE(static_cast<bool>(client));
  served = server.accept();
}
