#include "toy_server_test_utils.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <charconv>
#include <utility>

#include "foundation/base/panic.hpp"

namespace {

using dyntest::base::require;

void send_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;  // the client has gone: that is the test's business
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

// Bytes of the body that a request's head announces.
std::size_t body_bytes(std::string_view head) {
  constexpr std::string_view name = "Content-Length: ";
  const auto at = head.find(name);
  std::size_t bytes = 0;
  if (at != head.npos)
    std::from_chars(head.data() + at + name.size(), head.data() + head.size(), bytes);
  return bytes;
}

}  // namespace

ToyServer::ToyServer(std::string answer)
    : answer_{std::move(answer)}, listener_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  require(::bind(listener_.get(), generic, size) == 0, "a toy server's port");
  require(::listen(listener_.get(), 16) == 0, "a toy server's port");
  require(::getsockname(listener_.get(), generic, &size) == 0, "a toy server's port");
  url_ = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + "/";
  thread_ = std::thread{[this] { serve(); }};
}

ToyServer::~ToyServer() {
  {
    const std::lock_guard lock{mutex_};
    over_ = true;
    ::shutdown(listener_.get(), SHUT_RDWR);
    if (connection_) ::shutdown(connection_.get(), SHUT_RDWR);
  }
  thread_.join();
}

std::vector<std::string> ToyServer::requests() {
  const std::lock_guard lock{mutex_};
  return requests_;
}

int ToyServer::connections() {
  const std::lock_guard lock{mutex_};
  return connections_;
}

int ToyServer::closed() {
  const std::lock_guard lock{mutex_};
  return closed_;
}

void ToyServer::send(std::string_view more) {
  const std::lock_guard lock{mutex_};
  send_all(connection_.get(), more);
}

void ToyServer::hang_up() {
  const std::lock_guard lock{mutex_};
  ::shutdown(connection_.get(), SHUT_RDWR);
}

void ToyServer::serve() {
  while (true) {
    dyntest::os::Fd accepted{::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC)};
    {
      const std::lock_guard lock{mutex_};
      if (over_ || !accepted) return;
      connection_ = std::move(accepted);
      ++connections_;
    }
    for (std::string request; read_request(request); request.clear()) {
      {
        const std::lock_guard lock{mutex_};
        requests_.push_back(request);
      }
      send_all(connection_.get(), answer_);
    }
    const std::lock_guard lock{mutex_};
    ++closed_;
  }
}

bool ToyServer::read_request(std::string& request) {
  constexpr std::string_view head_end = "\r\n\r\n";
  while (true) {
    const auto end = request.find(head_end);
    if (end != request.npos &&
        request.size() >= end + head_end.size() + body_bytes({request.data(), end}))
      return true;
    std::array<char, 4096> bytes{};
    const auto size = ::recv(connection_.get(), bytes.data(), bytes.size(), 0);
    if (size <= 0) return false;
    request.append(bytes.data(), static_cast<std::size_t>(size));
  }
}
