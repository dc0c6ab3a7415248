#include "foundation/net/port.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <random>

namespace dyntest::net {

namespace {

base::Status allow_server(const os::Fd& placeholder) {
  const int on = 1;
  if (::setsockopt(placeholder.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0)
    return base::Error::from_errno("reserving a port: SO_REUSEADDR");
  return {};
}

// 0 = any. The number that it has come to.
base::Result<std::uint16_t> bind_to(const os::Fd& placeholder, std::uint16_t number) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(number);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(placeholder.get(), generic, size) != 0)
    return base::Error::from_errno("reserving a port: bind to 127.0.0.1");
  if (::getsockname(placeholder.get(), generic, &size) != 0)
    return base::Error::from_errno("reserving a port: getsockname");
  return ntohs(address.sin_port);
}

base::Result<os::Fd> new_socket() {
  os::Fd socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  if (!socket) return base::Error::from_errno("reserving a port: socket");
  return socket;
}

}  // namespace

base::Result<Port> Port::reserve() {
  auto placeholder = new_socket();
  if (!placeholder) return placeholder.error();
  if (auto allowed = allow_server(*placeholder); !allowed) return allowed.error();
  const auto number = bind_to(*placeholder, 0);
  if (!number) return number.error();
  return Port{*std::move(placeholder), *number};
}

// Bound before a server is allowed beside it: so two that claim one number cannot both succeed.
base::Result<Port> Port::claim(std::uint16_t number) {
  auto placeholder = new_socket();
  if (!placeholder) return placeholder.error();
  if (const auto bound = bind_to(*placeholder, number); !bound) return bound.error();
  if (auto allowed = allow_server(*placeholder); !allowed) return allowed.error();
  return Port{*std::move(placeholder), number};
}

base::Result<std::vector<Port>> Port::reserve_row(std::size_t count, std::uint16_t first,
                                                  std::uint16_t last) {
  const std::size_t size = last < first ? 0 : last - first + std::size_t{1};
  const auto none = base::Error{
      fmt::format("reserving a port: no {} free ports in a row from {} to {}", count, first, last)};
  if (count == 0 || count > size) return none;
  const std::size_t places = size - count + 1;
  const std::size_t begin = std::random_device{}() % places;
  for (std::size_t tried = 0; tried < places;) {
    const std::size_t place = (begin + tried) % places;
    std::vector<Port> row;
    while (row.size() < count) {
      auto port = claim(static_cast<std::uint16_t>(first + place + row.size()));
      if (!port) break;
      row.push_back(*std::move(port));
    }
    if (row.size() == count) return row;
    tried += std::min(row.size() + 1, places - place);  // behind the one that is taken
  }
  return none;
}

std::string Port::address() const { return fmt::format("127.0.0.1:{}", number_); }

std::string Port::url(std::string_view scheme) const {
  return fmt::format("{}://{}", scheme, address());
}

}  // namespace dyntest::net
