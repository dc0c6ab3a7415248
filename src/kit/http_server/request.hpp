// A request as an HttpServer has received it: a plain value for checks.
//
// Who uses it: tests that ask a server what it got, and functions that answer. Its JSON is read
// with fixtures/json.hpp: `Json::parse(request.body)`.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/clock.hpp"
#include "foundation/net/http.hpp"

namespace dyntest::http_server {

struct Request {
  std::string method;
  std::string target;                // as it came: `/v1/models?limit=2`
  std::vector<net::Header> headers;  // in the order of arrival
  std::string body;
  base::Clock::time_point time;  // when it was complete
  int connection = 0;            // 1 for the server's first, 2 for the second, …
  bool expected = false;         // false: it was answered with 404

  // The target without its query.
  std::string_view path() const;
  // The first parameter of that name, decoded; empty where it has no value.
  std::optional<std::string> query(std::string_view name) const;
  // The first header of that name (case does not matter).
  std::optional<std::string> header(std::string_view name) const;
};

}  // namespace dyntest::http_server
