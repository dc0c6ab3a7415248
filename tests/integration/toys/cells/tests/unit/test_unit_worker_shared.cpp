// A fixture of the whole run and its users are on one network; nobody else is.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstdint>
#include <utility>

#include "conftest.hpp"
#include "foundation/os/fd.hpp"

namespace {

using dyntest::os::Fd;

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

// Accepts connections at its port.
class Server {
 public:
  static Server start() {
    Fd socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    auto address = loopback(0);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    REQUIRE(::bind(socket.get(), generic, size) == 0);
    REQUIRE(::listen(socket.get(), 8) == 0);
    REQUIRE(::getsockname(socket.get(), generic, &size) == 0);
    return {std::move(socket), ntohs(address.sin_port)};
  }
  static Server attach(std::uint16_t port) { return {Fd{}, port}; }
  std::uint16_t handle() const { return port_; }

  bool answers() const {
    const Fd socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    const auto address = loopback(port_);
    return ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }

 private:
  Server(Fd socket, std::uint16_t port) : socket_{std::move(socket)}, port_{port} {}

  Fd socket_;
  std::uint16_t port_;
};

}  // namespace

FIXTURE(Server, scope::run) { return Server::start(); }

TEST(fixture_of_the_run_is_reached, (Server& server)) { CHECK(server.answers()); }

TEST(also_by_an_isolated_test, (Server& server), isolated) { CHECK(server.answers()); }
