#include "kit/http_server/detail/loop.hpp"

#include <pthread.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <csignal>
#include <thread>
#include <utility>

#include "foundation/base/panic.hpp"
#include "kit/http_server/detail/session.hpp"

namespace dyntest::http_server::detail {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr auto result = asio::as_tuple(asio::use_awaitable);
// Where no connection can be accepted (descriptors have run out), before the next attempt.
constexpr auto accept_pause = std::chrono::milliseconds{10};

base::Error error_of(const boost::system::error_code& code) { return base::Error{code.message()}; }

}  // namespace

struct Loop::Impl {
  explicit Impl(std::shared_ptr<Board> shared) : board{std::move(shared)} {}

  base::Status listen();
  asio::awaitable<void> accept();
  void run();

  std::shared_ptr<Board> board;
  std::size_t sessions = 0;  // open ones; of the thread alone, as `connections`
  int connections = 0;
  asio::io_context io{1};
  tcp::acceptor acceptor{io};
  std::thread thread;
};

base::Status Loop::Impl::listen() {
  const tcp::endpoint any_port{asio::ip::address_v4::loopback(), 0};
  boost::system::error_code code;
  static_cast<void>(acceptor.open(any_port.protocol(), code));
  if (!code) static_cast<void>(acceptor.bind(any_port, code));
  if (!code) static_cast<void>(acceptor.listen(tcp::acceptor::max_listen_connections, code));
  if (code) return error_of(code).context("a port on 127.0.0.1");
  return {};
}

asio::awaitable<void> Loop::Impl::accept() {
  asio::steady_timer pause{io};
  while (true) {
    auto [code, socket] = co_await acceptor.async_accept(result);
    if (code) {
      pause.expires_after(accept_pause);
      co_await pause.async_wait(result);
      continue;
    }
    ++connections;
    board->accepted();
    auto session = std::make_shared<Session>(board, std::move(socket), connections);
    if (sessions >= board->limits.connections_max) {
      session->refuse_connection();
      continue;
    }
    ++sessions;
    asio::co_spawn(io, Session::run(std::move(session)),
                   [this](const std::exception_ptr&) { --sessions; });
  }
}

void Loop::Impl::run() {
  sigset_t all;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_BLOCK, &all, nullptr);  // signals are for the program under test
  ::pthread_setname_np(::pthread_self(), "http_server");
  io.run();
}

base::Result<Loop> Loop::start(std::shared_ptr<Board> board) {
  auto impl = std::make_unique<Impl>(std::move(board));
  if (auto listening = impl->listen(); !listening) return listening.error();
  impl->board->set_wake([io = &impl->io](std::shared_ptr<StreamState> stream) {
    asio::post(*io, [stream = std::move(stream)] {
      if (stream->resume) stream->resume();
    });
  });
  asio::co_spawn(impl->io, impl->accept(), asio::detached);
  impl->thread = std::thread{[loop = impl.get()] { loop->run(); }};
  return Loop{std::move(impl)};
}

Loop::Loop(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}
Loop::Loop(Loop&&) noexcept = default;
Loop& Loop::operator=(Loop&& other) noexcept {
  std::swap(impl_, other.impl_);
  return *this;
}

Loop::~Loop() {
  if (impl_ == nullptr) return;
  impl_->board->set_wake(nullptr);  // streams of the test may outlive us
  impl_->io.stop();
  impl_->thread.join();
}

std::uint16_t Loop::port() const {
  boost::system::error_code code;
  const auto endpoint = impl_->acceptor.local_endpoint(code);
  base::require(!code, "a listening socket has a port");
  return endpoint.port();
}

}  // namespace dyntest::http_server::detail
