#include "kit/client/reply.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace dyntest::client {
namespace {

std::optional<nlohmann::json> find(const Reply& reply, std::string_view pointer) {
  const nlohmann::json::json_pointer at{std::string{pointer}};
  for (auto event = reply.events.rbegin(); event != reply.events.rend(); ++event) {
    const auto json = nlohmann::json::parse(event->data, nullptr, false);
    if (!json.is_discarded() && json.contains(at)) return json.at(at);
  }
  return std::nullopt;
}

}  // namespace

base::Duration Reply::longest_gap() const {
  base::Duration longest{};
  for (std::size_t i = 1; i < events.size(); ++i)
    longest = std::max(longest, events[i].at - events[i - 1].at);
  return longest;
}

std::optional<std::string> Reply::header(std::string_view name) const {
  return net::Response{.status = status, .headers = headers, .body = {}}.header(name);
}

std::optional<std::string> Reply::json(std::string_view pointer) const {
  const auto found = find(*this, pointer);
  if (!found) return std::nullopt;
  return found->dump();
}

std::optional<double> Reply::number(std::string_view pointer) const {
  const auto found = find(*this, pointer);
  if (!found || !found->is_number()) return std::nullopt;
  return found->get<double>();
}

}  // namespace dyntest::client
