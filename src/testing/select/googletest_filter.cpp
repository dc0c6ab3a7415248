#include "testing/select/googletest_filter.hpp"

#include <algorithm>

#include "testing/select/wildcard.hpp"

namespace dyntest::select {

namespace {

std::string_view wanted_part(std::string_view text) {
  if (text.starts_with('-')) return "*";
  return text.substr(0, text.find('-'));
}

std::string_view unwanted_part(std::string_view text) {
  const auto minus = text.find('-');
  return minus == std::string_view::npos ? "" : text.substr(minus + 1);
}

}  // namespace

GoogleTestFilter::Patterns::Patterns(std::string_view text) {
  while (true) {
    const auto end = text.find(':');
    const auto pattern = text.substr(0, end);
    if (pattern.find_first_of("*?") != std::string_view::npos)
      wild.emplace_back(pattern);
    else if (!pattern.empty())
      names.emplace(pattern);
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

bool GoogleTestFilter::Patterns::match(const std::string& name) const {
  return names.contains(name) || std::ranges::any_of(wild, [&](const std::string& pattern) {
           return fits_wildcard(name, pattern);
         });
}

GoogleTestFilter::GoogleTestFilter(std::string_view text)
    : wanted_{wanted_part(text)}, unwanted_{unwanted_part(text)} {}

bool GoogleTestFilter::matches(const std::string& name) const {
  return wanted_.match(name) && !unwanted_.match(name);
}

bool GoogleTestFilter::lists_names() const {
  return !wanted_.names.empty() && wanted_.wild.empty() && unwanted_.names.empty() &&
         unwanted_.wild.empty();
}

}  // namespace dyntest::select
