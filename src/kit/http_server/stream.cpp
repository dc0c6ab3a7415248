#include "kit/http_server/stream.hpp"

#include <fmt/format.h>

#include <utility>

#include "kit/http_server/answer.hpp"
#include "kit/http_server/detail/board.hpp"

namespace dyntest::http_server {

using Kind = detail::StreamStep::Kind;

Stream::Stream(std::shared_ptr<detail::Board> board, std::shared_ptr<detail::StreamState> state)
    : board_{std::move(board)}, state_{std::move(state)} {}

Stream& Stream::send(std::string text) {
  board_->step(state_, {Kind::send, std::move(text), {}});
  return *this;
}

Stream& Stream::event(std::string_view data) { return send(event_text(data)); }

Stream& Stream::pause(base::Duration time) {
  board_->step(state_, {Kind::pause, {}, time});
  return *this;
}

void Stream::finish() { board_->step(state_, {Kind::finish, {}, {}}); }

void Stream::cut() { board_->step(state_, {Kind::cut, {}, {}}); }

void Stream::reset() { board_->step(state_, {Kind::reset, {}, {}}); }

bool Stream::is_open() const {
  return board_->read([&] { return state_->is_open; });
}

bool Stream::client_has_gone() const {
  return board_->read([&] { return state_->client_has_gone; });
}

base::Status Stream::wait_until_open(base::Deadline deadline) const {
  const auto begin = base::Clock::now();
  if (board_->wait(deadline, [&] { return state_->is_open; })) return {};
  return base::Error{fmt::format("the stream {} has not been asked for after {:.1f} s; {}",
                                 state_->title, base::seconds_since(begin),
                                 board_->read([&] { return board_->arrivals(); }))};
}

base::Status Stream::wait_until_client_has_gone(base::Deadline deadline) const {
  const auto begin = base::Clock::now();
  if (board_->wait(deadline, [&] { return state_->client_has_gone; })) return {};
  return base::Error{fmt::format("the client of the stream {} is still there after {:.1f} s",
                                 state_->title, base::seconds_since(begin))};
}

}  // namespace dyntest::http_server
