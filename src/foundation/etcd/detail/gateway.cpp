#include "foundation/etcd/detail/gateway.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "foundation/base/split.hpp"

namespace dyntest::etcd::detail {
namespace {

std::vector<std::string> urls_of(std::string_view endpoints) {
  std::vector<std::string> urls;
  for (std::string& url : base::split(endpoints, ',')) {
    while (url.ends_with('/') || url.ends_with(' ')) url.pop_back();
    while (url.starts_with(' ')) url.erase(0, 1);
    if (url.empty()) continue;
    urls.push_back(url.find("://") == std::string::npos ? "http://" + url : url);
  }
  if (urls.empty()) urls.emplace_back("http://");  // nothing can be reached there
  return urls;
}

// Calls that change nothing, or nothing that a second time would change again.
bool only_reads(std::string_view call) {
  static constexpr std::array<std::string_view, 6> names{
      "kv/range",         "watch",          "maintenance/status", "cluster/member/list",
      "lease/timetolive", "lease/keepalive"};
  return std::ranges::find(names, call) != names.end();
}

// A silent member must leave time for the others.
net::Limits share(net::Limits limits, std::size_t members_left) {
  const auto part = limits.deadline.left() / static_cast<int>(members_left);
  if (members_left > 1)
    limits.deadline = base::earlier(limits.deadline, base::Deadline::at(base::Clock::now() + part));
  return limits;
}

base::Error with_unknown_outcome(const base::Error& error) {
  return base::Error{error.text() + " (whether it was carried out is unknown)", outcome_unknown};
}

}  // namespace

Gateway::Gateway(std::string_view endpoints)
    : endpoints_{urls_of(endpoints)}, list_{fmt::format("{}", fmt::join(endpoints_, ","))} {}

template <class Ask>
auto Gateway::ask_each(bool reads, const net::Limits& limits, Ask ask) {
  const std::size_t first = current_.load();
  for (std::size_t asked = 0;; ++asked) {
    const std::size_t index = (first + asked) % endpoints_.size();
    const std::size_t left = endpoints_.size() - asked;
    const std::string& endpoint = endpoints_[index];
    auto fate = Fate::refused;
    auto answer = ask(endpoint, reads ? share(limits, left) : limits, fate);
    if (answer || fate == Fate::refused) {
      current_ = index;
      if (answer) return answer;
    } else {
      current_ = (index + 1) % endpoints_.size();
    }
    const bool elsewhere = fate == Fate::not_done || (fate == Fate::unknown && reads);
    if (elsewhere && left > 1 && !limits.deadline.passed()) continue;
    const base::Error error =
        fate == Fate::unknown && !reads ? with_unknown_outcome(answer.error()) : answer.error();
    return decltype(answer){error.context(fmt::format("etcd at {}", endpoint))};
  }
}

base::Result<std::string> Gateway::call(std::string_view call, std::string body,
                                        const net::Limits& limits) {
  const bool reads = only_reads(call);
  const auto ask = [&](const std::string& endpoint, const net::Limits& within,
                       Fate& fate) -> base::Result<std::string> {
    net::Request asked = request(endpoint, call, body);
    asked.once = !reads;
    auto response = http_.send(std::move(asked), within);
    if (!response) {
      fate = response.error().is(net::not_sent) ? Fate::not_done : Fate::unknown;
      return response.error();
    }
    if (response->status == 200) return std::move(response->body);
    const Refusal refusal = decode_refusal(response->status, response->body);
    fate = refusal.fate;
    return refusal.error;
  };
  return ask_each(reads, limits, ask);
}

base::Result<net::HttpStream> Gateway::open(std::string_view call, std::string body,
                                            const net::Limits& limits) {
  const auto ask = [&](const std::string& endpoint, const net::Limits& within,
                       Fate& fate) -> base::Result<net::HttpStream> {
    fate = Fate::unknown;
    auto stream = http_.open(request(endpoint, call, body), within);
    if (!stream) return stream.error();
    if (stream->head().status == 200) return stream;
    const auto text = stream->next_line(within);
    if (!text) return text.error();
    const Refusal refusal = decode_refusal(stream->head().status, text->value_or(""));
    fate = refusal.fate;
    return refusal.error;
  };
  return ask_each(true, limits, ask);
}

base::Error Gateway::failed(const base::Error& error) const {
  return error.context(fmt::format("etcd at {}", endpoints_[current_.load()]));
}

void Gateway::avoid_current() { current_ = (current_.load() + 1) % endpoints_.size(); }

net::Request Gateway::request(const std::string& endpoint, std::string_view call,
                              std::string body) const {
  return {.method = "POST",
          .url = fmt::format("{}/v3/{}", endpoint, call),
          .headers = {{"Content-Type", "application/json"}},
          .body = std::move(body),
          .once = false};
}

}  // namespace dyntest::etcd::detail
