#include "kit/http_server/detail/board.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>
#include <utility>

namespace dyntest::http_server::detail {
namespace {

constexpr std::size_t listed_max = 20;  // of requests in an error

// What is not met of an expectation; empty if nothing is.
std::string unmet(const ExpectationState& state) {
  if (state.is_optional) return {};
  if (state.calls == 0 && state.answers.empty())
    return state.title() + " was given no answer: respond(…) is missing";
  if (state.calls == 0) return state.title() + " was never called";
  if (state.last_stays || state.answers.empty()) return {};
  return fmt::format("{} was called {}, {} not used", state.title(),
                     state.calls == 1 ? "once" : fmt::format("{} times", state.calls),
                     state.answers.size() == 1
                         ? "1 answer was"
                         : fmt::format("{} answers were", state.answers.size()));
}

std::string listed(std::string_view what, const std::vector<std::string>& lines,
                   std::size_t count) {
  std::string text = fmt::format("\n  {} {}", count, what);
  for (const auto& line : lines) text.append("\n    ").append(line);
  if (count > lines.size()) text += fmt::format("\n    … and {} more", count - lines.size());
  return text;
}

}  // namespace

Planned Board::receive(Request request) {
  auto all = candidates();
  for (auto& each : all)
    each.difference = difference(request, each.state->method, each.state->path, *each.conditions);
  if (auto planned = claim(all, request)) return *std::move(planned);

  std::string text = title(request) + " is not expected";
  const auto nearest = std::ranges::min_element(
      all, {}, [](const Candidate& each) { return each.difference.weight; });
  if (nearest == all.end()) {
    text += "; nothing is";
  } else {
    text += "; nearest is " + nearest->state->title() + ":";
    for (const auto& line : nearest->difference.lines) text += "\n      " + line;
    if (nearest->difference.lines.empty()) text += "\n      all its answers are used up";
  }
  const std::lock_guard lock{mutex_};
  ++unmatched_count_;
  if (unmatched_.size() < listed_max) unmatched_.push_back(text);
  keep(std::move(request), nullptr);
  return Answer::text(text + "\n", 404);
}

// The newest first.
std::vector<Board::Candidate> Board::candidates() const {
  const std::lock_guard lock{mutex_};
  std::vector<Candidate> all;
  for (const auto& state : expectations_ | std::views::reverse)
    if (!state->answers.empty() || state->calls > 0) all.push_back({state, state->conditions, {}});
  return all;
}

std::optional<Planned> Board::claim(const std::vector<Candidate>& all, Request& request) {
  const std::lock_guard lock{mutex_};
  for (const auto& each : all) {
    auto& state = *each.state;
    if (each.difference.weight > 0 || state.answers.empty()) continue;
    const Planned planned = state.answers.front();
    const bool is_stream = std::holds_alternative<std::shared_ptr<StreamState>>(planned);
    if (state.answers.size() > 1 || !state.last_stays || is_stream) state.answers.pop_front();
    request.expected = true;
    keep(std::move(request), &state);
    return planned;
  }
  return std::nullopt;
}

// The mutex is held.
void Board::keep(Request request, ExpectationState* state) {
  ++requests_count;
  if (state != nullptr) ++state->calls;
  if (requests.size() < limits.requests_max) {
    requests.push_back(std::make_shared<const Request>(std::move(request)));
    if (state != nullptr) state->requests.push_back(requests.back());
  }
  changes_.tell();
}

void Board::complain(std::string text) {
  const std::lock_guard lock{mutex_};
  ++complaints_count_;
  if (complaints_.size() < listed_max) complaints_.push_back(std::move(text));
  changes_.tell();
}

std::optional<StreamStep> Board::next_step(StreamState& stream) {
  const std::lock_guard lock{mutex_};
  if (stream.steps.empty()) return std::nullopt;
  auto step = std::move(stream.steps.front());
  stream.steps.pop_front();
  return step;
}

void Board::opened(StreamState& stream) {
  change([&] { stream.is_open = true; });
}

void Board::lost_client(StreamState& stream) {
  change([&] {
    stream.client_has_gone = true;
    stream.steps.clear();
  });
}

void Board::accepted() {
  change([&] { ++connections; });
}

std::shared_ptr<ExpectationState> Board::expect(ExpectationState state) {
  auto shared = std::make_shared<ExpectationState>(std::move(state));
  change([&] { expectations_.push_back(shared); });
  return shared;
}

void Board::change(const std::function<void()>& change) {
  const std::lock_guard lock{mutex_};
  change();
  changes_.tell();
}

bool Board::wait(base::Deadline deadline, const std::function<bool()>& done) {
  std::unique_lock lock{mutex_};
  return changes_.wait(lock, deadline, done);
}

void Board::step(const std::shared_ptr<StreamState>& stream, StreamStep step) {
  using Kind = StreamStep::Kind;
  const std::lock_guard lock{mutex_};
  if (stream->is_ended || stream->client_has_gone) return;
  stream->is_ended = step.kind != Kind::send && step.kind != Kind::pause;
  stream->steps.push_back(std::move(step));
  if (wake_) wake_(stream);
}

void Board::set_wake(std::function<void(std::shared_ptr<StreamState>)> wake) {
  change([&] { wake_ = std::move(wake); });
}

void Board::clear() {
  change([&] {
    expectations_.clear();
    requests.clear();
    requests_count = 0;
    unmatched_.clear();
    unmatched_count_ = 0;
    complaints_.clear();
    complaints_count_ = 0;
  });
}

base::Status Board::check() const {
  const std::lock_guard lock{mutex_};
  std::string text;
  if (unmatched_count_ > 0 && !unmatched_is_fine)
    text += listed("unexpected:", unmatched_, unmatched_count_);
  if (complaints_count_ > 0 && !unmatched_is_fine)
    text += listed("wrong:", complaints_, complaints_count_);
  std::vector<std::string> open;
  for (const auto& state : expectations_)
    if (auto line = unmet(*state); !line.empty()) open.push_back(std::move(line));
  if (!open.empty()) text += listed("unmet:", open, open.size());
  if (text.empty()) return {};
  return base::Error{"not as expected:" + text};
}

std::string Board::arrivals() const {
  if (requests_count == 0) return "nothing has come";
  std::string text;
  for (const auto& each : requests | std::views::take(listed_max))
    text += (text.empty() ? "" : ", ") + title(*each) + (each->expected ? "" : " (unexpected)");
  if (requests_count > listed_max) text += fmt::format(" … {} in all", requests_count);
  return "came: " + text;
}

}  // namespace dyntest::http_server::detail
