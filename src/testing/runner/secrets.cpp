#include "testing/runner/secrets.hpp"

#include <algorithm>
#include <regex>
#include <string_view>
#include <utility>

namespace dyntest::runner {
namespace {

constexpr std::string_view mask = "***";
// A shorter value would be found in words that mean nothing.
constexpr std::size_t value_bytes_min = 6;

bool names_secret(const std::string& name) {
  static const std::regex secret{
      "TOKEN|SECRET|PASSW|PASSPHRASE|CREDENTIAL|COOKIE|AUTH|API_?KEY|(ACCESS|PRIVATE|SIGNING)_KEY|_"
      "KEY$|"
      "_PAT$",
      std::regex::icase};
  return std::regex_search(name, secret);
}

// `://user:word@` becomes `://***@`.
std::string without_users(std::string text) {
  constexpr std::string_view begin = "://";
  for (auto at = text.find(begin); at != std::string::npos; at = text.find(begin, at)) {
    at += begin.size();
    const auto end = text.find_first_of("/@ \t\r\n\v\f", at);
    if (end == std::string::npos || text[end] != '@') continue;
    const auto colon = text.find(':', at);
    if (at < colon && colon < end - 1) text.replace(at, end - at, mask);
  }
  return text;
}

std::string name_of(const std::string& entry) { return entry.substr(0, entry.find('=')); }

}  // namespace

Secrets::Secrets(const std::vector<std::string>& environment) {
  for (const auto& entry : environment) {
    const auto name = name_of(entry);
    if (name.size() + 1 + value_bytes_min > entry.size() || !names_secret(name)) continue;
    values_.push_back(entry.substr(name.size() + 1));
  }
  std::ranges::sort(values_, std::ranges::greater{}, &std::string::size);
}

std::string Secrets::masked(std::string text) const {
  for (const auto& value : values_)
    for (auto at = text.find(value); at != std::string::npos; at = text.find(value, at))
      text.replace(at, value.size(), mask);
  return without_users(std::move(text));
}

std::string Secrets::environment_text(std::vector<std::string> environment) const {
  std::ranges::sort(environment);
  std::string text;
  for (const auto& entry : environment) {
    const auto name = name_of(entry);
    text += (names_secret(name) ? name + "=" + std::string{mask} : masked(entry)) + "\n";
  }
  return text;
}

}  // namespace dyntest::runner
