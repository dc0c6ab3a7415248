#include "testing/schedule/needs.hpp"

#include <algorithm>

namespace dyntest::schedule {

bool Pool::fits(const Needs& needs) const {
  return free_ >= static_cast<std::ptrdiff_t>(needs.places) &&
         std::ranges::none_of(needs.locks,
                              [&](const std::string& lock) { return locks_.contains(lock); }) &&
         is_open(needs);
}

bool Pool::is_open(const Needs& needs) const { return std::ranges::includes(open_, needs.hosts); }

void Pool::take(const Needs& needs) {
  free_ -= static_cast<std::ptrdiff_t>(needs.places);
  locks_.insert(needs.locks.begin(), needs.locks.end());
}

void Pool::give_back(const Needs& needs) {
  free_ += static_cast<std::ptrdiff_t>(needs.places);
  for (const auto& lock : needs.locks) locks_.erase(lock);
}

}  // namespace dyntest::schedule
