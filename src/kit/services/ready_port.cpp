#include "kit/services/ready_port.hpp"

#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "foundation/os/fd.hpp"
#include "foundation/os/wait.hpp"

namespace dyntest::services::ready {
namespace {

std::string meaning(int code) { return std::generic_category().message(code); }

struct Freed {
  void operator()(addrinfo* list) const { ::freeaddrinfo(list); }
};
using Addresses = std::unique_ptr<addrinfo, Freed>;

// On this machine a connection may be made to itself, when the kernel picks the wanted port as its
// source: nobody listens then.
bool is_to_itself(int socket) {
  sockaddr_storage here{};
  sockaddr_storage there{};
  socklen_t here_size = sizeof here;
  socklen_t there_size = sizeof there;
  const bool known = ::getsockname(socket, reinterpret_cast<sockaddr*>(&here), &here_size) == 0 &&
                     ::getpeername(socket, reinterpret_cast<sockaddr*>(&there), &there_size) == 0;
  return known && here_size == there_size && std::memcmp(&here, &there, here_size) == 0;
}

class PortProber : public Prober {
 public:
  explicit PortProber(std::string address) : address_{std::move(address)} {}

  Answer ask(const Bounds& bounds) override {
    if (!addresses_)
      if (auto answer = resolve(); answer.kind != Answer::Kind::ready) return answer;
    std::string why;
    for (const addrinfo* each = addresses_.get(); each != nullptr; each = each->ai_next) {
      why = connect(*each, bounds);
      if (why.empty()) return Answer::ready();
    }
    return Answer::not_yet(fmt::format("{}: {}", address_, why));
  }

 private:
  Answer resolve() {
    const auto colon = address_.rfind(':');
    if (colon == std::string::npos)
      return Answer::never(fmt::format("'{}' is no address: host:port", address_));
    std::string host = address_.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    addrinfo wanted{};
    wanted.ai_socktype = SOCK_STREAM;
    wanted.ai_flags = AI_NUMERICSERV;
    addrinfo* found = nullptr;
    const int code = ::getaddrinfo(host.c_str(), address_.c_str() + colon + 1, &wanted, &found);
    addresses_.reset(found);
    if (code == 0) return Answer::ready();
    auto why = fmt::format("{}: {}", address_, ::gai_strerror(code));
    return code == EAI_AGAIN ? Answer::not_yet(std::move(why)) : Answer::never(std::move(why));
  }

  // Empty if somebody accepted.
  static std::string connect(const addrinfo& to, const Bounds& bounds) {
    const os::Fd socket{
        ::socket(to.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, to.ai_protocol)};
    if (!socket) return meaning(errno);
    if (::connect(socket.get(), to.ai_addr, to.ai_addrlen) != 0) {
      if (errno != EINPROGRESS) return meaning(errno);
      std::vector<pollfd> fds{{socket.get(), POLLOUT, 0}, {bounds.cancel_fd, POLLIN, 0}};
      if (!os::wait_for(fds, bounds.deadline)) return "no answer in time";
      if (fds[0].revents == 0) return "cancelled";
      int code = 0;
      socklen_t size = sizeof code;
      ::getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &code, &size);
      if (code != 0) return meaning(code);
    }
    return is_to_itself(socket.get()) ? "nobody listens" : "";
  }

  std::string address_;
  Addresses addresses_;
};

}  // namespace

Probe port(const std::string& address) {
  return Probe::of([address](const Subject&) { return std::make_unique<PortProber>(address); });
}

}  // namespace dyntest::services::ready
