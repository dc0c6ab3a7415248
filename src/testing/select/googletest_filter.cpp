#include "testing/select/googletest_filter.hpp"

#include <algorithm>

namespace dyntest::select {

namespace {

// `*` is tried with nothing first; on a mismatch the last one takes a character more.
bool fits(std::string_view name, std::string_view pattern) {
  std::size_t n = 0;
  std::size_t p = 0;
  std::size_t star = std::string_view::npos;
  std::size_t taken_to = 0;
  while (n < name.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      taken_to = n;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == name[n])) {
      ++p;
      ++n;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      n = ++taken_to;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

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
  return names.contains(name) ||
         std::ranges::any_of(wild, [&](const std::string& pattern) { return fits(name, pattern); });
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
