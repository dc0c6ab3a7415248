// A seeded generator, handed in wherever chance is needed: the same seed gives the same numbers on
// every machine and every standard library (SplitMix64, Steele et al., "Fast splittable
// pseudorandom number generators", OOPSLA 2014).
#pragma once

#include <cstdint>

namespace dyntest::base {

class Rng {
 public:
  explicit Rng(std::uint64_t seed) : state_{seed} {}

  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15u;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30u)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27u)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31u);
  }

  // Uniform in [0, bound); bound > 0. The modulo bias is below 2^-32 for bounds under 2^32.
  std::uint64_t below(std::uint64_t bound) { return next() % bound; }

 private:
  std::uint64_t state_;
};

}  // namespace dyntest::base
