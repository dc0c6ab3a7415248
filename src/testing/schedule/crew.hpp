// Which workers can run a test: those of its executable. Isolated tests have workers of their own,
// in which no fixture is ever built.
#pragma once

#include <compare>
#include <cstddef>

namespace dyntest::schedule {

struct Crew {
  std::size_t executable = 0;
  bool isolated = false;
  auto operator<=>(const Crew&) const = default;
};

}  // namespace dyntest::schedule
