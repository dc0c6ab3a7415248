#include "kit/http_server/http_server.hpp"

#include <fmt/format.h>

#include <stdexcept>
#include <utility>

#include "kit/http_server/detail/board.hpp"
#include "kit/http_server/detail/loop.hpp"

namespace dyntest::http_server {

struct HttpServer::Parts {
  std::shared_ptr<detail::Board> board;
  detail::Loop loop;
};

base::Result<HttpServer> HttpServer::start(Limits limits) {
  auto board = std::make_shared<detail::Board>(limits);
  auto loop = detail::Loop::start(board);
  if (!loop) return loop.error().context("starting an HTTP server");
  return HttpServer{std::make_unique<Parts>(Parts{std::move(board), *std::move(loop)})};
}

HttpServer::HttpServer(std::unique_ptr<Parts> parts)
    : parts_{std::move(parts)}, url_{fmt::format("http://127.0.0.1:{}", port())} {}

HttpServer::HttpServer(HttpServer&&) noexcept = default;
HttpServer& HttpServer::operator=(HttpServer&&) noexcept = default;
HttpServer::~HttpServer() = default;

std::uint16_t HttpServer::port() const { return parts_->loop.port(); }

Expectation HttpServer::on(std::string_view method, std::string_view path,
                           std::source_location where) {
  detail::ExpectationState state;
  state.method = method;
  state.path = path;
  state.place = fmt::format("{}:{}", where.file_name(), where.line());
  return {parts_->board, parts_->board->expect(std::move(state))};
}

void HttpServer::clear() { parts_->board->clear(); }

std::vector<Request> HttpServer::requests() const { return calls("*", "*"); }

std::vector<Request> HttpServer::calls(std::string_view method, std::string_view path) const {
  const auto& board = *parts_->board;
  std::vector<Request> all;
  for (const auto& each : board.read([&] { return board.requests; }))
    if (detail::fits(method, each->method) && detail::fits(path, each->path()))
      all.push_back(*each);
  return all;
}

Request HttpServer::last_request() const {
  auto all = requests();
  if (all.empty()) throw std::out_of_range{"no request has come to " + url_};
  return std::move(all.back());
}

int HttpServer::connections() const {
  const auto& board = *parts_->board;
  return board.read([&] { return board.connections; });
}

base::Status HttpServer::wait_for_calls(std::size_t count, base::Deadline deadline) const {
  auto& board = *parts_->board;
  const auto begin = base::Clock::now();
  if (board.wait(deadline, [&] { return board.requests_count >= count; })) return {};
  return board.read([&]() -> base::Status {
    return base::Error{fmt::format("{} got {} of {} requests after {:.1f} s; {}", url_,
                                   board.requests_count, count, base::seconds_since(begin),
                                   board.arrivals())};
  });
}

base::Status HttpServer::check() const { return parts_->board->check().context(url_); }

void HttpServer::allow_unmatched() {
  parts_->board->change([this] { parts_->board->unmatched_is_fine = true; });
}

}  // namespace dyntest::http_server
