// Ready when a GET gets the wanted answer.
//
//   ready::http(url + "/health").status(200).json("/status", "healthy")
//   ready::http(url + "/v1/models").body("qwen")
//
// Who uses it: launches of HTTP servers. Redirects are not followed. All that was asked for must
// hold in one answer; without status(), any 2xx will do.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kit/services/probe.hpp"

namespace dyntest::services::ready {

class Http {
 public:
  explicit Http(std::string url) : url_{std::move(url)} {}

  Http& status(int wanted);
  // The body holds `part`.
  Http& body(std::string part);
  // The body is JSON, and what is at `pointer` (RFC 6901) is `value`: equal in kind and value.
  Http& json(std::string pointer, std::string_view value);
  Http& json(std::string pointer, const char* value) {
    return json(std::move(pointer), std::string_view{value});
  }
  Http& json(std::string pointer, bool value);
  template <std::integral Number>
    requires(!std::same_as<Number, bool>)
  Http& json(std::string pointer, Number value) {
    return json_number(std::move(pointer), static_cast<std::int64_t>(value));
  }
  // Something is at `pointer`.
  Http& json(std::string pointer);

  operator Probe() const;

 private:
  friend class HttpProber;
  struct Part {
    std::string pointer;
    std::string value;  // as JSON; empty = any
  };
  Http& json_number(std::string pointer, std::int64_t value);

  std::string url_;
  int status_ = 0;  // 0 = any 2xx
  std::vector<std::string> bodies_;
  std::vector<Part> parts_;
};

inline Http http(std::string url) { return Http{std::move(url)}; }

}  // namespace dyntest::services::ready
