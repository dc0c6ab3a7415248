#include "foundation/net/port.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace dyntest::net {

base::Result<Port> Port::reserve() {
  os::Fd placeholder{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  if (!placeholder) return base::Error::from_errno("reserving a port: socket");
  const int on = 1;
  if (::setsockopt(placeholder.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0) {
    return base::Error::from_errno("reserving a port: SO_REUSEADDR");
  }
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(placeholder.get(), generic, size) != 0) {
    return base::Error::from_errno("reserving a port: bind to 127.0.0.1");
  }
  if (::getsockname(placeholder.get(), generic, &size) != 0) {
    return base::Error::from_errno("reserving a port: getsockname");
  }
  return Port{std::move(placeholder), ntohs(address.sin_port)};
}

std::string Port::address() const { return fmt::format("127.0.0.1:{}", number_); }

std::string Port::url(std::string_view scheme) const {
  return fmt::format("{}://{}", scheme, address());
}

}  // namespace dyntest::net
