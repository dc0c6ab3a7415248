#include "testing/schedule/needs.hpp"

#include <algorithm>

namespace dyntest::schedule {

Needs needs_of(const model::Item& item, std::size_t places) {
  Needs needs;
  for (const auto& mark : item.marks) {
    if (mark.name == "exclusive") needs.alone = true;
    if (mark.name == "cpu")
      needs.places = std::max(
          needs.places, static_cast<std::size_t>(std::get<std::int64_t>(mark.arguments[0].value)));
    if (mark.name == "lock") needs.locks.insert(std::get<std::string>(mark.arguments[0].value));
  }
  needs.places = std::min(needs.places, places);
  return needs;
}

bool Pool::fits(const Needs& needs) const {
  return free_ >= static_cast<std::ptrdiff_t>(needs.places) &&
         std::ranges::none_of(needs.locks,
                              [&](const std::string& lock) { return locks_.contains(lock); });
}

void Pool::take(const Needs& needs) {
  free_ -= static_cast<std::ptrdiff_t>(needs.places);
  locks_.insert(needs.locks.begin(), needs.locks.end());
}

void Pool::give_back(const Needs& needs) {
  free_ += static_cast<std::ptrdiff_t>(needs.places);
  for (const auto& lock : needs.locks) locks_.erase(lock);
}

}  // namespace dyntest::schedule
