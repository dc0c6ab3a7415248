#include "kit/http_server/detail/session.hpp"

#include <fmt/format.h>
#include <sys/socket.h>

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <exception>
#include <optional>
#include <utility>

#include "kit/http_server/detail/wire.hpp"

namespace dyntest::http_server::detail {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using Parser = http::request_parser<http::string_body>;
using ErrorCode = boost::system::error_code;

constexpr auto result = asio::as_tuple(asio::use_awaitable);

// What to say of what came. Nothing of connections that ended: a client may do that, whatever it
// has sent so far.
std::optional<Answer> refusal_of(const ErrorCode& code, const Limits& limits) {
  if (code == http::error::body_limit)
    return Answer::text(fmt::format("a body of more than {} bytes", limits.body_bytes_max), 413);
  if (code == http::error::header_limit)
    return Answer::text(fmt::format("a head of more than {} bytes", limits.head_bytes_max), 431);
  const bool is_about_http = code.category() == make_error_code(http::error::bad_method).category();
  if (!is_about_http || code == http::error::end_of_stream || code == http::error::partial_message)
    return std::nullopt;
  return Answer::text("no HTTP: " + code.message(), 400);
}

Request request_of(Parser& parser, int connection) {
  auto message = parser.release();
  Request request;
  request.method = std::string{message.method_string()};
  request.target = std::string{message.target()};
  for (const auto& field : message)
    request.headers.push_back({std::string{field.name_string()}, std::string{field.value()}});
  request.body = std::move(message.body());
  request.time = base::Clock::now();
  request.connection = connection;
  return request;
}

Body body_of(const Answer& answer, const Asked& asked) {
  const bool none =
      (answer.status >= 100 && answer.status < 200) || answer.status == 204 || answer.status == 304;
  if (none) return Body::none;
  if (answer.chunks.empty() && answer.fault != Fault::malformed_chunk) return Body::with_length;
  return asked.is_http_1_1 ? Body::chunked : Body::until_close;
}

// Whether the client can find the answer's end without the connection's.
bool ends_by_itself(const Answer& answer, Body body) {
  return answer.fault == Fault::none && !answer.content_length && body != Body::until_close;
}

}  // namespace

Session::Session(std::shared_ptr<Board> board, tcp::socket socket, int number)
    : board_{std::move(board)},
      socket_{std::move(socket)},
      timer_{socket_.get_executor()},
      stepped_{socket_.get_executor()},
      number_{number} {
  ErrorCode ignored;
  static_cast<void>(socket_.set_option(tcp::no_delay{true}, ignored));
}

asio::awaitable<void> Session::run(std::shared_ptr<Session> self) {
  bool lives_on = true;
  while (lives_on) lives_on = co_await self->serve_one();
  self->close();
}

void Session::refuse_connection() {
  const auto why =
      fmt::format("more than {} connections at a time", board_->limits.connections_max);
  board_->complain(why);
  const auto answer = Answer::text(why + "\n", 503);
  const auto bytes = head_text(answer, Body::with_length, false) + answer.body;
  socket_.non_blocking(true);
  ErrorCode ignored;
  socket_.write_some(asio::buffer(bytes), ignored);
  close();
}

asio::awaitable<bool> Session::serve_one() {
  Request request;
  Asked asked;
  if (!co_await receive(request, asked)) co_return false;
  const Request copy = request;  // for a Function, which sees what was recorded
  auto planned = board_->receive(std::move(request));
  if (auto* stream = std::get_if<std::shared_ptr<StreamState>>(&planned))
    co_return co_await play(*stream, asked);
  if (auto* function = std::get_if<Function>(&planned)) planned = call(*function, copy);
  co_return co_await answer(std::get<Answer>(std::move(planned)), asked);
}

// False at the end of the connection, and where what came is no request.
asio::awaitable<bool> Session::receive(Request& request, Asked& asked) {
  Parser parser;
  parser.header_limit(static_cast<std::uint32_t>(board_->limits.head_bytes_max));
  parser.body_limit(board_->limits.body_bytes_max);
  auto [code, size] = co_await http::async_read_header(socket_, buffer_, parser, result);
  if (!code && boost::beast::iequals(parser.get()[http::field::expect], "100-continue")) {
    const bool written = co_await write("HTTP/1.1 100 Continue\r\n\r\n");
    if (!written) co_return false;
  }
  if (!code) {
    auto [body_code, body_size] = co_await http::async_read(socket_, buffer_, parser, result);
    code = body_code;
  }
  if (code) {
    if (const auto refusal = refusal_of(code, board_->limits)) co_await refuse(*refusal);
    co_return false;
  }
  asked.is_http_1_1 = parser.get().version() >= 11;
  asked.is_head = parser.get().method() == http::verb::head;
  asked.keep_alive = parser.get().keep_alive();
  request = request_of(parser, number_);
  co_return true;
}

asio::awaitable<void> Session::refuse(const Answer& refusal) {
  board_->complain(fmt::format("connection {}: {}", number_, refusal.body));
  const auto bytes = head_text(refusal, Body::with_length, false) + refusal.body;
  co_await write(bytes);
  // Closing with bytes unread would reset the connection before the client has read the refusal.
  ErrorCode ignored;
  static_cast<void>(socket_.shutdown(tcp::socket::shutdown_send, ignored));
  co_await until_closed();
}

Answer Session::call(const Function& function, const Request& request) {
  std::string why;
  try {
    return function(request);
  } catch (const std::exception& error) {
    why = error.what();
  } catch (...) {  // a failed REQUIRE, which has been recorded
    why = "something that is not a std::exception";
  }
  why = fmt::format("the function that answers {} threw {}", title(request), why);
  board_->complain(why);
  return Answer::text(why + "\n", 500);
}

asio::awaitable<bool> Session::answer(Answer answer, const Asked& asked) {
  if (answer.delay > base::Duration{}) co_await pause(answer.delay);
  switch (answer.fault) {
    case Fault::no_answer:
      co_return false;
    case Fault::reset:
      reset();
      co_return false;
    case Fault::silence:
      co_await until_closed();
      co_return false;
    case Fault::none:
    case Fault::cut_body:
    case Fault::reset_body:
    case Fault::malformed_chunk:
      break;
  }
  const auto body = body_of(answer, asked);
  Asked settled = asked;
  settled.keep_alive = asked.keep_alive && ends_by_itself(answer, body);
  if (!co_await send_head(answer, settled)) co_return false;
  if (asked.is_head || body == Body::none) co_return settled.keep_alive;
  if (!co_await send_body(answer, settled)) co_return false;
  co_return settled.keep_alive;
}

asio::awaitable<bool> Session::send_head(const Answer& answer, const Asked& asked) {
  const bool is_whole = answer.fault == Fault::none && !answer.content_length;
  const auto head = head_text(answer, body_of(answer, asked), asked.keep_alive || !is_whole);
  if (answer.head_gap == base::Duration{}) co_return co_await write(head);
  for (const char byte : head) {
    co_await pause(answer.head_gap);
    const std::string_view one{&byte, 1};
    if (!co_await write(one)) co_return false;
  }
  co_return true;
}

asio::awaitable<bool> Session::send_body(const Answer& answer, const Asked& asked) {
  const auto body = body_of(answer, asked);
  if (body == Body::with_length) {
    const bool half = answer.fault == Fault::cut_body || answer.fault == Fault::reset_body;
    std::string_view bytes = answer.body;
    if (half) bytes = bytes.substr(0, bytes.size() / 2);
    if (!co_await write(bytes)) co_return false;
  } else if (!co_await send_chunks(answer, asked)) {
    co_return false;
  }
  if (answer.fault == Fault::reset_body) reset();
  co_return true;
}

asio::awaitable<bool> Session::send_chunks(const Answer& answer, const Asked& asked) {
  for (const auto& chunk : answer.chunks) {
    if (chunk.delay > base::Duration{}) co_await pause(chunk.delay);
    if (!co_await write_chunk(chunk.text, asked.is_http_1_1)) co_return false;
  }
  if (!asked.is_http_1_1) co_return true;
  if (answer.fault == Fault::none) co_return co_await write(final_chunk);
  if (answer.fault == Fault::malformed_chunk) co_await write(malformed_chunk);
  co_return true;
}

// Holds the stream's way to wake us for the length of a scope.
class Resumable {
 public:
  Resumable(StreamState& stream, std::function<void()> resume) : stream_{stream} {
    stream_.resume = std::move(resume);
  }
  ~Resumable() { stream_.resume = nullptr; }
  Resumable(const Resumable&) = delete;
  Resumable& operator=(const Resumable&) = delete;

 private:
  StreamState& stream_;
};

asio::awaitable<bool> Session::play(std::shared_ptr<StreamState> stream, const Asked& asked) {
  Answer head = Answer::events({});
  head.chunks = {Chunk{}};  // chunked
  Asked settled = asked;
  settled.keep_alive = asked.keep_alive && asked.is_http_1_1;
  if (!co_await send_head(head, settled)) co_return false;
  if (asked.is_head) co_return settled.keep_alive;
  const Resumable resumable{*stream, [this] { stepped_.cancel(); }};
  asio::co_spawn(socket_.get_executor(), watch(shared_from_this(), stream), asio::detached);
  board_->opened(*stream);
  while (!client_has_gone_) {
    const auto step = board_->next_step(*stream);
    if (!step) {
      stepped_.expires_at(std::chrono::steady_clock::time_point::max());
      co_await stepped_.async_wait(result);  // until a step, or the client's end
      continue;
    }
    const bool sent = co_await play_step(*step, settled);
    if (!sent) break;
    if (step->kind != StreamStep::Kind::finish) continue;
    ErrorCode ignored;
    static_cast<void>(
        socket_.cancel(ignored));  // ends `watch`, which is all that waits for this socket
    co_return settled.keep_alive;
  }
  co_return false;
}

asio::awaitable<bool> Session::play_step(const StreamStep& step, const Asked& asked) {
  switch (step.kind) {
    case StreamStep::Kind::send:
      co_return co_await write_chunk(step.text, asked.is_http_1_1);
    case StreamStep::Kind::pause:
      co_await pause(step.time);
      co_return !client_has_gone_;
    case StreamStep::Kind::finish:
      if (!asked.is_http_1_1) co_return true;
      co_return co_await write(final_chunk);
    case StreamStep::Kind::cut:
      co_return false;
    case StreamStep::Kind::reset:
      reset();
      co_return false;
  }
  co_return false;
}

asio::awaitable<void> Session::watch(std::shared_ptr<Session> self,
                                     std::shared_ptr<StreamState> stream) {
  const auto [code] = co_await self->socket_.async_wait(tcp::socket::wait_read, result);
  if (code) co_return;  // the stream is over
  char byte = 0;
  const auto size = ::recv(self->socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  if (size > 0) co_return;  // the next request: whether its client goes is seen in writing
  self->client_has_gone_ = true;
  self->board_->lost_client(*stream);
  self->timer_.cancel();
  self->stepped_.cancel();
}

asio::awaitable<bool> Session::write(std::string_view bytes) {
  const auto buffer = asio::buffer(bytes.data(), bytes.size());
  const auto [code, size] = co_await asio::async_write(socket_, buffer, result);
  co_return !code;
}

asio::awaitable<bool> Session::write_chunk(std::string_view text, bool framed) {
  if (text.empty()) co_return true;  // framed, it would be the final one
  if (!framed) co_return co_await write(text);
  const auto bytes = chunk_text(text);
  co_return co_await write(bytes);
}

asio::awaitable<void> Session::pause(base::Duration time) {
  timer_.expires_after(time);
  co_await timer_.async_wait(result);
}

asio::awaitable<void> Session::until_closed() {
  std::array<char, 4096> bytes{};
  while (true) {
    const auto buffer = asio::buffer(bytes);
    const auto [code, size] = co_await socket_.async_read_some(buffer, result);
    if (code) co_return;
  }
}

void Session::close() {
  ErrorCode ignored;
  static_cast<void>(socket_.shutdown(tcp::socket::shutdown_both, ignored));
  static_cast<void>(socket_.close(ignored));
}

// With nothing left to linger for, closing sends a RST.
void Session::reset() {
  ErrorCode ignored;
  static_cast<void>(socket_.set_option(asio::socket_base::linger{true, 0}, ignored));
  static_cast<void>(socket_.close(ignored));
}

}  // namespace dyntest::http_server::detail
