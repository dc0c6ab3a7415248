#include "kit/http_server/detail/matching.hpp"

#include <fmt/format.h>

#include <exception>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <utility>

namespace dyntest::http_server::detail {
namespace {

using Json = nlohmann::json;

constexpr std::size_t shown_bytes_max = 200;
constexpr int weight_of_path = 100;  // a wrong path is worse than all conditions together
constexpr int weight_of_method = 10;

std::string cut(std::string_view text) {
  if (text.size() <= shown_bytes_max) return std::string{text};
  return std::string{text.substr(0, shown_bytes_max)} + "…";
}

std::string shown(std::string_view text) {
  return cut(Json(text).dump(-1, ' ', false, Json::error_handler_t::replace));
}

// `header "x-run": nothing, not "7"`; empty where the two are the same.
std::string compared(std::string_view what, std::string_view name,
                     const std::optional<std::string>& actual, const std::string& wanted) {
  if (actual == wanted) return {};
  return fmt::format("{} {}: {}, not {}", what, shown(name), actual ? shown(*actual) : "nothing",
                     shown(wanted));
}

}  // namespace

Condition header_is(std::string name, std::string value) {
  return [name = std::move(name), value = std::move(value)](const Request& request) {
    return compared("header", name, request.header(name), value);
  };
}

Condition query_is(std::string name, std::string value) {
  return [name = std::move(name), value = std::move(value)](const Request& request) {
    return compared("query", name, request.query(name), value);
  };
}

Condition json_is(const std::string& pointer, const JsonValue& value) {
  Json::json_pointer where;
  try {
    where = Json::json_pointer{pointer};
  } catch (const Json::exception&) {
    throw std::invalid_argument{shown(pointer) + " is no JSON pointer: write it as \"/model\""};
  }
  return [pointer, where, wanted = Json::parse(value.json)](const Request& request) -> std::string {
    const auto body = Json::parse(request.body, nullptr, false);
    if (body.is_discarded())
      return fmt::format("JSON {}: the body is not JSON: {}", shown(pointer),
                         shown(cut(request.body)));
    const bool is_there = body.contains(where);
    if (is_there && body.at(where) == wanted) return {};
    return fmt::format("JSON {}: {}, not {}", shown(pointer),
                       is_there ? cut(body.at(where).dump()) : "nothing", wanted.dump());
  };
}

Condition body_contains(std::string part) {
  return [part = std::move(part)](const Request& request) -> std::string {
    if (request.body.find(part) != std::string::npos) return {};
    return fmt::format("body: {} is not in {}", shown(part), shown(cut(request.body)));
  };
}

Condition holds_for(std::string what, std::function<bool(const Request&)> holds) {
  return [what = std::move(what), holds = std::move(holds)](const Request& request) -> std::string {
    try {
      return holds(request) ? "" : "not: " + what;
    } catch (const std::exception& error) {
      return fmt::format("{}: threw {}", what, error.what());
    } catch (...) {  // a failed REQUIRE, which has been recorded
      return what + ": threw";
    }
  };
}

bool fits(std::string_view pattern, std::string_view text) {
  const auto star = pattern.find('*');
  if (star == pattern.npos) return pattern == text;
  const auto before = pattern.substr(0, star);
  if (!text.starts_with(before)) return false;
  pattern.remove_prefix(star + 1);
  for (auto rest = text.substr(before.size());; rest.remove_prefix(1)) {
    if (fits(pattern, rest)) return true;
    if (rest.empty()) return false;
  }
}

Difference difference(const Request& request, std::string_view method, std::string_view path,
                      const std::vector<Condition>& conditions) {
  Difference result;
  if (!fits(method, request.method)) {
    result.lines.push_back(fmt::format("method: {}, not {}", cut(request.method), method));
    result.weight += weight_of_method;
  }
  if (!fits(path, request.path())) {
    result.lines.push_back(fmt::format("path: {}, not {}", cut(request.path()), path));
    result.weight += weight_of_path;
  }
  // Conditions are for requests that are addressed so: a function of the test sees no others.
  if (result.weight > 0) return result;
  for (const auto& condition : conditions) {
    auto line = condition(request);
    if (line.empty()) continue;
    result.lines.push_back(std::move(line));
    ++result.weight;
  }
  return result;
}

std::string title(const Request& request) { return cut(request.method + " " + request.target); }

}  // namespace dyntest::http_server::detail
