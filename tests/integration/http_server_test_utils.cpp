#include "http_server_test_utils.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <utility>
#include <vector>

#include "conftest.hpp"
#include "foundation/os/wait.hpp"

RawClient::RawClient(std::uint16_t port)
    : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  REQUIRE(::connect(socket_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
}

void RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;  // the server has closed: that is the test's business
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

void RawClient::get(std::string_view path, std::string_view headers) {
  send(fmt::format("GET {} HTTP/1.1\r\nHost: x\r\n{}\r\n", path, headers));
}

bool RawClient::receive() {
  std::vector<pollfd> fds{{socket_.get(), POLLIN, 0}};
  REQUIRE(dyntest::os::wait_for(fds, Deadline::in(patience)));
  std::array<char, 4096> bytes{};
  const auto size = ::recv(socket_.get(), bytes.data(), bytes.size(), 0);
  if (size < 0) received_ += "(reset)";
  if (size <= 0) return false;
  received_.append(bytes.data(), static_cast<std::size_t>(size));
  return true;
}

std::string RawClient::read(std::size_t count) {
  while (received_.size() < count && receive()) {
  }
  return std::exchange(received_, {});
}

std::string RawClient::read_until(std::string_view end) {
  while (!received_.ends_with(end) && receive()) {
  }
  return std::exchange(received_, {});
}

std::string RawClient::read_all() {
  while (receive()) {
  }
  return std::exchange(received_, {});
}
