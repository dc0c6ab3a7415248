#include "kit/http_server/request.hpp"

#include <strings.h>

#include <algorithm>
#include <charconv>
#include <system_error>

namespace dyntest::http_server {
namespace {

// `a%20b+c` -> `a b c`; what is no escape stays as it is.
std::string decoded(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      result += ' ';
      continue;
    }
    unsigned code = 0;
    if (text[i] == '%' && i + 2 < text.size()) {
      const char* digits = text.data() + i + 1;
      const auto [end, failure] = std::from_chars(digits, digits + 2, code, 16);
      if (failure == std::errc{} && end == digits + 2) {
        result += static_cast<char>(code);
        i += 2;
        continue;
      }
    }
    result += text[i];
  }
  return result;
}

}  // namespace

std::string_view Request::path() const {
  const std::string_view whole = target;
  return whole.substr(0, whole.find('?'));
}

std::optional<std::string> Request::query(std::string_view name) const {
  std::string_view left = target;
  left.remove_prefix(std::min(left.find('?'), left.size()));
  while (!left.empty()) {
    left.remove_prefix(1);  // '?' or '&'
    const auto pair = left.substr(0, left.find('&'));
    const auto equals = std::min(pair.find('='), pair.size());
    if (decoded(pair.substr(0, equals)) == name)
      return decoded(pair.substr(std::min(equals + 1, pair.size())));
    left.remove_prefix(pair.size());
  }
  return std::nullopt;
}

std::optional<std::string> Request::header(std::string_view name) const {
  for (const auto& header : headers)
    if (header.name.size() == name.size() &&
        ::strncasecmp(header.name.data(), name.data(), name.size()) == 0)
      return header.value;
  return std::nullopt;
}

}  // namespace dyntest::http_server
