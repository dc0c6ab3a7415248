// Whether a request fits an expectation, and if not, what differs.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "kit/http_server/expectation.hpp"

namespace dyntest::http_server::detail {

// What differs, as a line for a reader; empty if nothing does.
using Condition = std::function<std::string(const Request&)>;

Condition header_is(std::string name, std::string value);
Condition query_is(std::string name, std::string value);
Condition json_is(const std::string& pointer, const JsonValue& value);
Condition body_contains(std::string part);
Condition holds_for(std::string what, std::function<bool(const Request&)> holds);

// '*' in `pattern` stands for any text.
bool fits(std::string_view pattern, std::string_view text);

// Which of `all` do not hold, method and path among them; those weigh more (see `weight`).
struct Difference {
  std::vector<std::string> lines;
  int weight = 0;  // the nearest expectation has the smallest
};
Difference difference(const Request& request, std::string_view method, std::string_view path,
                      const std::vector<Condition>& conditions);

// `GET /v1/models?limit=2`, cut where it is long.
std::string title(const Request& request);

}  // namespace dyntest::http_server::detail
