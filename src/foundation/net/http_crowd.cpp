#include "foundation/net/http_crowd.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "foundation/net/detail/transfer.hpp"
#include "foundation/os/wait.hpp"

namespace dyntest::net {

struct HttpCrowd::State {
  struct Exchange {
    std::unique_ptr<detail::Transfer> transfer;  // none = dropped
    base::Clock::time_point begun;
    Response left = {};  // of one that was dropped
    std::vector<detail::Arrival> left_arrivals = {};
  };

  bool over(const Exchange& exchange) const {
    return exchange.transfer == nullptr || exchange.transfer->done();
  }
  // What is over stays over: each exchange is passed once, however often this is asked.
  bool all_over() {
    while (first_open < exchanges.size() && over(exchanges[first_open])) ++first_open;
    return first_open == exchanges.size();
  }

  detail::Multi multi = detail::make_multi();  // outlives the exchanges
  std::vector<Exchange> exchanges;
  std::size_t first_open = 0;  // all before it are over
};

HttpCrowd::HttpCrowd() : state_{std::make_unique<State>()} {}
HttpCrowd::~HttpCrowd() = default;
HttpCrowd::HttpCrowd(HttpCrowd&&) noexcept = default;
HttpCrowd& HttpCrowd::operator=(HttpCrowd&&) noexcept = default;

std::size_t HttpCrowd::begin(Request request) {
  auto transfer = std::make_unique<detail::Transfer>(state_->multi.get(), std::move(request));
  transfer->time_arrivals = true;
  state_->exchanges.push_back({std::move(transfer), base::Clock::now()});
  return state_->exchanges.size() - 1;
}

std::size_t HttpCrowd::size() const { return state_->exchanges.size(); }

base::Status HttpCrowd::wait(const std::function<bool()>& enough, const Limits& limits) {
  while (true) {
    detail::Transfer::perform(state_->multi.get(), limits);
    if (enough()) return {};
    if (state_->all_over()) return base::Error{"all exchanges are over"};
    if (limits.deadline.passed()) {
      if (limits.interruptible) os::check_interrupted();
      const auto is_over = [this](const auto& exchange) { return state_->over(exchange); };
      return base::Error{fmt::format("{} of {} exchanges are over",
                                     std::ranges::count_if(state_->exchanges, is_over), size())};
    }
    if (auto polled = detail::Transfer::poll(state_->multi.get(), limits); !polled) return polled;
  }
}

base::Status HttpCrowd::finish(const Limits& limits) {
  return wait([this] { return state_->all_over(); }, limits);
}

void HttpCrowd::drop(std::size_t number) {
  auto& exchange = state_->exchanges[number];
  if (exchange.transfer == nullptr) return;
  exchange.left = std::move(exchange.transfer->response);
  exchange.left_arrivals = std::move(exchange.transfer->arrivals);
  exchange.transfer.reset();
}

bool HttpCrowd::over(std::size_t number) const { return state_->over(state_->exchanges[number]); }

const Response& HttpCrowd::response(std::size_t number) const {
  const auto& exchange = state_->exchanges[number];
  return exchange.transfer ? exchange.transfer->response : exchange.left;
}

std::vector<BodyMark> HttpCrowd::arrivals(std::size_t number) const {
  const auto& exchange = state_->exchanges[number];
  std::vector<BodyMark> marks;
  for (const auto& each : exchange.transfer ? exchange.transfer->arrivals : exchange.left_arrivals)
    marks.push_back({each.at, each.bytes});
  return marks;
}

base::Clock::time_point HttpCrowd::begun(std::size_t number) const {
  return state_->exchanges[number].begun;
}

std::optional<std::string> HttpCrowd::failure(std::size_t number) const {
  const auto& exchange = state_->exchanges[number];
  if (exchange.transfer == nullptr) return "dropped";
  if (!exchange.transfer->done()) return std::nullopt;
  auto outcome = exchange.transfer->outcome();
  if (outcome) return std::nullopt;
  return outcome.error().text();
}

}  // namespace dyntest::net
