// A reserved port is nobody else's until it is released.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <utility>
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

TEST(a_row_of_ports_is_in_its_range) {
  const auto row = Port::reserve_row(4, 20000, 29999).value();
  REQUIRE(row.size() == 4u);
  CHECK(row.front().number() >= 20000);
  CHECK(row.back().number() < 30000);
  for (std::size_t i = 0; i < row.size(); ++i) {
    CHECK(row[i].number() == row[0].number() + i);
    CHECK(error_of_server(row[i].number(), true) == 0);
    CHECK(error_of_server(row[i].number(), false) == EADDRINUSE);
  }
}

TEST(a_port_of_a_row_is_nobody_elses) {
  const auto row = Port::reserve_row(2).value();
  CHECK(row[1].number() < 32768);
  const auto again = Port::reserve_row(2, row[0].number(), row[1].number());
  REQUIRE(!again.has_value());
  CHECK(again.error().text() == "reserving a port: no 2 free ports in a row from " +
                                    std::to_string(row[0].number()) + " to " +
                                    std::to_string(row[1].number()));
}

TEST(a_row_goes_around_what_is_taken) {
  auto before = Port::reserve_row(5).value();
  const auto first = before.front().number();
  const Port taken = std::move(before[1]);
  before.clear();
  const auto row = Port::reserve_row(3, first, static_cast<std::uint16_t>(first + 4)).value();
  CHECK(row.front().number() == first + 2);
}

TEST(a_row_that_its_range_cannot_hold_is_an_error, (std::size_t count, int first, int last),
     cases(row(0u, 20000, 20009), row(11u, 20000, 20009), row(1u, 20009, 20000))) {
  CHECK(
      !Port::reserve_row(count, static_cast<std::uint16_t>(first), static_cast<std::uint16_t>(last))
           .has_value());
}
