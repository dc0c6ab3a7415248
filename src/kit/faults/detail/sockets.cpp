#include "kit/faults/detail/sockets.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>
#include <charconv>

namespace dyntest::faults::detail {
namespace {

constexpr int backlog = 128;

void set(const os::Fd& socket, int level, int option) {
  const int on = 1;
  ::setsockopt(socket.get(), level, option, &on, sizeof on);
}

os::Fd new_socket() {
  return os::Fd{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
}

}  // namespace

base::Result<sockaddr_in> parse_address(std::string address) {
  const base::Error wrong{fmt::format("`{}` is no address like 127.0.0.1:41234", address)};
  if (const auto scheme = address.find("://"); scheme != std::string::npos)
    address.erase(0, scheme + 3);
  while (address.ends_with('/')) address.pop_back();
  const auto colon = address.rfind(':');
  if (colon == std::string::npos) return wrong;
  std::string host = address.substr(0, colon);
  if (host == "localhost") host = "127.0.0.1";
  std::uint16_t port = 0;
  const char* end = address.data() + address.size();
  const auto [rest, error] = std::from_chars(address.data() + colon + 1, end, port);
  sockaddr_in parsed{};
  parsed.sin_family = AF_INET;
  parsed.sin_port = htons(port);
  const bool is_host = ::inet_pton(AF_INET, host.c_str(), &parsed.sin_addr) == 1;
  if (error != std::errc{} || rest != end || port == 0 || !is_host) return wrong;
  return parsed;
}

base::Result<os::Fd> listen_on(std::uint16_t port) {
  os::Fd listener = new_socket();
  if (!listener) return base::Error::from_errno("socket");
  set(listener, SOL_SOCKET, SO_REUSEADDR);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::bind(listener.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
    return base::Error::from_errno(fmt::format("bind to 127.0.0.1:{}", port));
  if (::listen(listener.get(), backlog) != 0)
    return base::Error::from_errno(fmt::format("listen on 127.0.0.1:{}", port));
  return listener;
}

os::Fd accept_from(const os::Fd& listener) {
  os::Fd accepted{::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK)};
  if (accepted) set(accepted, IPPROTO_TCP, TCP_NODELAY);
  return accepted;
}

os::Fd begin_connecting(const sockaddr_in& to) {
  os::Fd socket = new_socket();
  if (!socket) return socket;
  set(socket, IPPROTO_TCP, TCP_NODELAY);
  const auto* generic = reinterpret_cast<const sockaddr*>(&to);
  if (::connect(socket.get(), generic, sizeof to) != 0 && errno != EINPROGRESS) return os::Fd{};
  return socket;
}

bool has_connected(const os::Fd& socket) {
  int error = 0;
  socklen_t size = sizeof error;
  return ::getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error == 0;
}

void close_with_reset(const os::Fd& socket) {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(socket.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

}  // namespace dyntest::faults::detail
