// Letters without the locale: names in a test suite are ASCII, and other bytes stay as they are.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace dyntest::select::detail {

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
// Any byte of a multi-byte character counts as a letter.
constexpr bool is_letter(char c) {
  const char small = lower(c);
  return (small >= 'a' && small <= 'z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

inline std::string lower(std::string_view text) {
  std::string result{text};
  std::ranges::transform(result, result.begin(), [](char c) { return lower(c); });
  return result;
}

}  // namespace dyntest::select::detail
