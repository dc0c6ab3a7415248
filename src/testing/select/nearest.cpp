#include "testing/select/nearest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "testing/select/detail/ascii.hpp"

namespace dyntest::select {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> two_up(b.size() + 1);
  std::vector<std::size_t> up(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  const auto same = [&](std::size_t i, std::size_t j) {
    return detail::lower(a[i - 1]) == detail::lower(b[j - 1]);
  };
  for (std::size_t i = 1; i <= a.size(); ++i) {
    two_up.swap(up);
    up.swap(row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = up[j - 1] + (same(i, j) ? 0 : 1);
      row[j] = std::min({up[j] + 1, row[j - 1] + 1, replaced});
      const bool swapped = i > 1 && j > 1 && same(i, j - 1) && same(i - 1, j);
      if (swapped) row[j] = std::min(row[j], two_up[j - 2] + 1);
    }
  }
  return row[b.size()];
}

std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& known) {
  const std::string* best = nullptr;
  std::size_t best_distance = 0;
  for (const std::string& candidate : known) {
    const std::size_t distance = edit_distance(word, candidate);
    const std::size_t longer = std::max(word.size(), candidate.size());
    const bool close = distance <= std::max<std::size_t>(1, longer / 3) && distance < word.size();
    if (!close || (best != nullptr && distance >= best_distance)) continue;
    best = &candidate;
    best_distance = distance;
  }
  if (best != nullptr) return *best;
  if (word.size() < 4) return std::nullopt;
  const auto containing = std::ranges::find_if(
      known, [word](const std::string& name) { return name.find(word) != std::string::npos; });
  if (containing == known.end()) return std::nullopt;
  return *containing;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& known) {
  const auto name = nearest(word, known);
  return name ? fmt::format("; did you mean {}?", *name) : "";
}

}  // namespace dyntest::select
