#include "testing/schedule/needs.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dyntest::schedule {

namespace {

// Of cpu(n); of several the most.
std::size_t cpus_of(const model::Item& item) {
  std::int64_t most = 1;
  for (const auto& mark : item.marks)
    if (mark.name == "cpu") most = std::max(most, std::get<std::int64_t>(mark.arguments[0].value));
  return static_cast<std::size_t>(most);
}

}  // namespace

Needs needs_of(const model::Item& item, std::size_t places) {
  Needs needs;
  needs.places = std::min(cpus_of(item), places);
  for (const auto& mark : item.marks) {
    if (mark.name == "exclusive") needs.alone = true;
    if (mark.name == "lock") needs.locks.insert(std::get<std::string>(mark.arguments[0].value));
  }
  return needs;
}

std::string unmet_needs(const model::Items& items, std::size_t cores) {
  for (const auto& item : items)
    if (cpus_of(item) > cores)
      return fmt::format(
          "{} needs cpu({}), and this machine has {} core{}: deselect it, or run it "
          "on a larger one",
          item.id(), cpus_of(item), cores, cores == 1 ? "" : "s");
  return {};
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
