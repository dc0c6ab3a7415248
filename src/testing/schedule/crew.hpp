// Which workers can run a test: those of its executable that have the GPUs it asks for. Isolated
// tests have workers of their own, in which no fixture is ever built.
#pragma once

#include <compare>
#include <cstddef>

#include "testing/schedule/gpus.hpp"

namespace dyntest::schedule {

struct Crew {
  std::size_t executable = 0;
  bool isolated = false;
  GpuNeeds gpus = {};
  auto operator<=>(const Crew&) const = default;
};

}  // namespace dyntest::schedule
