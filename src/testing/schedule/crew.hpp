// Which workers can run a test: those of its executable that have the GPUs it asks for,
// and the network. Isolated tests have workers of their own, in which no fixture is ever built.
#pragma once

#include <compare>
#include <cstddef>

#include "testing/schedule/gpus.hpp"

namespace dyntest::schedule {

// Which network its workers are on (foundation/cell). On one that is not their own they share
// ports.
enum class Network { own, run, machine };

struct Crew {
  std::size_t executable = 0;
  bool isolated = false;
  GpuNeeds gpus = {};
  Network network = Network::own;
  auto operator<=>(const Crew&) const = default;
};

}  // namespace dyntest::schedule
