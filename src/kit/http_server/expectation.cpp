#include "kit/http_server/expectation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "kit/http_server/detail/board.hpp"

namespace dyntest::http_server {
namespace {

using detail::Condition;
using detail::Planned;

// A sequence with one answer, which stays or not.
void begin(detail::ExpectationState& state, Planned planned, bool stays) {
  state.answers.clear();
  state.answers.push_back(std::move(planned));
  state.last_stays = stays;
}

void add(detail::ExpectationState& state, Condition condition) {
  auto all = *state.conditions;
  all.push_back(std::move(condition));
  state.conditions = std::make_shared<const std::vector<Condition>>(std::move(all));
}

std::shared_ptr<detail::StreamState> new_stream(const detail::ExpectationState& expectation) {
  auto stream = std::make_shared<detail::StreamState>();
  stream->title = expectation.title();
  return stream;
}

Answer of(int status, std::string json) {
  if (!json.empty()) return Answer::json(std::move(json), status);
  Answer answer;
  answer.status = status;
  return answer;
}

}  // namespace

JsonValue::JsonValue(std::string_view text)
    : json{nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)} {}

JsonValue::JsonValue(double number) : json{nlohmann::json(number).dump()} {}

Expectation::Expectation(std::shared_ptr<detail::Board> board,
                         std::shared_ptr<detail::ExpectationState> state)
    : board_{std::move(board)}, state_{std::move(state)} {}

Expectation& Expectation::with_header(std::string name, std::string value) {
  board_->change([&] { add(*state_, detail::header_is(std::move(name), std::move(value))); });
  return *this;
}

Expectation& Expectation::with_query(std::string name, std::string value) {
  board_->change([&] { add(*state_, detail::query_is(std::move(name), std::move(value))); });
  return *this;
}

Expectation& Expectation::with_json(const std::string& pointer, const JsonValue& value) {
  board_->change([&] { add(*state_, detail::json_is(pointer, value)); });
  return *this;
}

Expectation& Expectation::with_body(std::string part) {
  board_->change([&] { add(*state_, detail::body_contains(std::move(part))); });
  return *this;
}

Expectation& Expectation::matching(std::string what, std::function<bool(const Request&)> holds) {
  board_->change([&] { add(*state_, detail::holds_for(std::move(what), std::move(holds))); });
  return *this;
}

Expectation& Expectation::respond(Answer answer) {
  board_->change([&] { begin(*state_, std::move(answer), true); });
  return *this;
}

Expectation& Expectation::respond(int status, std::string json) {
  return respond(of(status, std::move(json)));
}

Expectation& Expectation::respond_with(Function function) {
  board_->change([&] { begin(*state_, std::move(function), true); });
  return *this;
}

Expectation& Expectation::respond_once(Answer answer) {
  board_->change([&] { begin(*state_, std::move(answer), false); });
  return *this;
}

Expectation& Expectation::respond_once(int status, std::string json) {
  return respond_once(of(status, std::move(json)));
}

Expectation& Expectation::then(Answer answer) {
  board_->change([&] { state_->answers.push_back(std::move(answer)); });
  return *this;
}

Expectation& Expectation::then(int status, std::string json) {
  return then(of(status, std::move(json)));
}

Stream Expectation::respond_stream() {
  auto stream = new_stream(*state_);
  board_->change([&] { begin(*state_, stream, false); });
  return {board_, std::move(stream)};
}

Stream Expectation::then_stream() {
  auto stream = new_stream(*state_);
  board_->change([&] { state_->answers.push_back(stream); });
  return {board_, std::move(stream)};
}

Expectation& Expectation::optional() {
  board_->change([&] { state_->is_optional = true; });
  return *this;
}

std::size_t Expectation::calls() const {
  return board_->read([&] { return state_->calls; });
}

std::vector<Request> Expectation::requests() const {
  const auto kept = board_->read([&] { return state_->requests; });
  std::vector<Request> all;
  for (const auto& each : kept) all.push_back(*each);
  return all;
}

Request Expectation::last_request() const {
  auto all = requests();
  if (all.empty()) throw std::out_of_range{state_->title() + " was never called"};
  return std::move(all.back());
}

base::Status Expectation::wait_for_calls(std::size_t count, base::Deadline deadline) const {
  const auto begin = base::Clock::now();
  if (board_->wait(deadline, [&] { return state_->calls >= count; })) return {};
  return board_->read([&]() -> base::Status {
    return base::Error{fmt::format("{} was called {} of {} times after {:.1f} s; {}",
                                   state_->title(), state_->calls, count,
                                   base::seconds_since(begin), board_->arrivals())};
  });
}

}  // namespace dyntest::http_server
