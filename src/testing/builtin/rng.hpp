// Chance that can be repeated: seeded from the run's seed (DYNTEST_SEED, made anew for each run)
// and the test's id, so that neither order nor other tests matter. A failure of its test shows the
// command that repeats it. Serves std::shuffle and the distributions of <random>, too.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "foundation/base/rng.hpp"

namespace dyntest::builtin {

class Rng {
 public:
  using result_type = std::uint64_t;

  // `test`: its node id.
  Rng(std::uint64_t run_seed, std::string_view test);
  Rng(const Rng&) = delete;
  Rng& operator=(const Rng&) = delete;

  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return ~result_type{0}; }
  result_type operator()() { return numbers_.next(); }

  // Uniform in [0, bound); bound > 0.
  std::uint64_t below(std::uint64_t bound) { return numbers_.below(bound); }
  // Uniform in [least, most].
  std::int64_t between(std::int64_t least, std::int64_t most);
  // Uniform in [0, 1).
  double real() { return static_cast<double>(numbers_.next() >> 11u) * 0x1p-53; }
  // One element of a range that is not empty.
  template <class Range>
  decltype(auto) pick(Range&& range) {
    return range.begin()[static_cast<std::ptrdiff_t>(below(range.size()))];
  }

 private:
  base::Rng numbers_;
};

// DYNTEST_SEED; 0 where it is not set, as in a test executable's own code.
std::uint64_t run_seed();

}  // namespace dyntest::builtin
