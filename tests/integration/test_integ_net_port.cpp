// A reserved port is nobody else's until it is released.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <set>
#include <vector>

#include "conftest.hpp"
#include "foundation/net/http.hpp"
#include "foundation/net/port.hpp"
#include "foundation/os/fd.hpp"

using dyntest::net::Port;
using dyntest::os::Fd;

namespace {

// What bind(2) came to for a server of that port; 0 if it may listen.
int error_of_server(std::uint16_t port, bool reuses_address) {
  const Fd server{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  const int on = reuses_address ? 1 : 0;
  ::setsockopt(server.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::bind(server.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
    return errno;
  return ::listen(server.get(), 1) == 0 ? 0 : errno;
}

}  // namespace

TEST(reserved_ports_differ) {
  std::vector<Port> ports;
  std::set<std::uint16_t> numbers;
  for (int i = 0; i < 100; ++i) ports.push_back(Port::reserve().value());
  for (const auto& port : ports) numbers.insert(port.number());
  CHECK(numbers.size() == ports.size());
}

TEST(a_reserved_port_refuses_connections) {
  const auto port = Port::reserve().value();
  const auto answer = dyntest::net::HttpClient{}.get(port.url("http"), Deadline::in(patience));
  REQUIRE(!answer.has_value());
  CHECK(answer.error().text() == "GET " + port.url("http") + ": connection refused");
}

TEST(a_server_that_reuses_addresses_may_listen) {
  const auto port = Port::reserve().value();
  CHECK(error_of_server(port.number(), true) == 0);
  CHECK(error_of_server(port.number(), false) == EADDRINUSE);
}

TEST(a_port_says_its_address) {
  const auto port = Port::reserve().value();
  CHECK(port.address() == "127.0.0.1:" + std::to_string(port.number()));
  CHECK(port.url("nats") == "nats://" + port.address());
}
