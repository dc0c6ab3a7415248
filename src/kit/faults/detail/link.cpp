#include "kit/faults/detail/link.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <utility>

#include "kit/faults/detail/sockets.hpp"

namespace dyntest::faults::detail {
namespace {

constexpr std::size_t read_bytes_max = 64u << 10u;

bool is_for_later(int error) { return error == EAGAIN || error == EWOULDBLOCK || error == EINTR; }

pollfd entry(const os::Fd& socket, short events) {
  // Without events poll(2) would still report errors, again and again.
  return {.fd = events == 0 ? -1 : socket.get(), .events = events, .revents = 0};
}

}  // namespace

Link::Link(std::uint64_t number, os::Fd client, os::Fd server)
    : number_{number}, client_{std::move(client)}, server_{std::move(server)} {}

short Link::wanted(const Way& from, const Way& to) const {
  int events = 0;
  if (!from.source_ended && from.pipe.accepts()) events |= POLLIN;
  if (!to.done && !to.pipe.front().empty()) events |= POLLOUT;
  return static_cast<short>(events);
}

void Link::wait_in(std::vector<pollfd>& fds) const {
  fds.push_back(entry(client_, connecting_ ? short{0} : wanted(up_, down_)));
  fds.push_back(entry(server_, connecting_ ? short{POLLOUT} : wanted(down_, up_)));
}

Moment Link::next_due() const {
  if (connecting_) return never;
  return std::min(up_.pipe.next_due(), down_.pipe.next_due());
}

void Link::serve(short client, short server, Moment now) {
  if (connecting_) {
    if (server == 0) return;
    connecting_ = false;
    refused_ = over_ = !has_connected(server_);
    if (over_) return;
  }
  if (client != 0) read(up_, client_, now);
  if (server != 0) read(down_, server_, now);
  up_.pipe.advance(now);
  down_.pipe.advance(now);
  write(up_, server_, down_, now);
  write(down_, client_, up_, now);
  finish(up_, server_);
  finish(down_, client_);
  if (up_.done && down_.done) over_ = true;
}

void Link::read(Way& way, const os::Fd& source, Moment now) {
  if (way.source_ended || !way.pipe.accepts()) return;
  thread_local std::array<char, read_bytes_max> buffer;
  const ssize_t count = ::recv(source.get(), buffer.data(), buffer.size(), 0);
  if (count > 0) {
    way.pipe.feed(std::string{buffer.data(), static_cast<std::size_t>(count)}, now);
    return;
  }
  if (count < 0 && is_for_later(errno)) return;
  way.source_ended = true;
  way.pipe.feed(count == 0 ? Ending::end : Ending::reset, now);
}

void Link::write(Way& way, const os::Fd& sink, Way& back, Moment now) {
  while (!way.done && !way.pipe.front().empty()) {
    const auto bytes = way.pipe.front();
    const ssize_t count = ::send(sink.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count >= 0) {
      way.pipe.consume(static_cast<std::size_t>(count));
      way.bytes += static_cast<std::uint64_t>(count);
      continue;
    }
    if (is_for_later(errno)) return;
    // The sink is gone. Its sender learns of it the way everything comes from there.
    way.source_ended = way.done = true;
    back.source_ended = true;
    back.pipe.feed(Ending::reset, now);
  }
}

void Link::finish(Way& way, const os::Fd& sink) {
  const auto ending = way.pipe.ending();
  if (!ending) return;
  switch (*ending) {
    case Ending::end:
      if (!way.done) ::shutdown(sink.get(), SHUT_WR);
      way.done = true;
      return;
    case Ending::reset:
      close_with_reset(client_);
      close_with_reset(server_);
      over_ = true;
      return;
    case Ending::cut:
      over_ = true;
      return;
  }
}

}  // namespace dyntest::faults::detail
