// Draws from a seeded generator, as faults need them: the same on every machine.
#pragma once

#include <algorithm>
#include <cstdint>

#include "foundation/base/deadline.hpp"
#include "foundation/base/rng.hpp"

namespace dyntest::faults {

// In [0, 1), with 53 bits.
inline double unit(base::Rng& rng) { return static_cast<double>(rng.next() >> 11u) * 0x1p-53; }

// True with `probability`; one draw in any case.
inline bool chance(base::Rng& rng, double probability) { return unit(rng) < probability; }

// In [low, high]; low if high is less.
inline std::int64_t between(base::Rng& rng, std::int64_t low, std::int64_t high) {
  const auto span = static_cast<std::uint64_t>(std::max<std::int64_t>(high - low, 0)) + 1;
  return low + static_cast<std::int64_t>(rng.below(span));
}
inline base::Duration between(base::Rng& rng, base::Duration low, base::Duration high) {
  return base::Duration{between(rng, low.count(), high.count())};
}

// A generator for the part `index` of what `seed` decides, independent of its other parts.
inline base::Rng branch(std::uint64_t seed, std::uint64_t index) {
  return base::Rng{base::Rng{seed ^ base::Rng{index}.next()}.next()};
}

}  // namespace dyntest::faults
