// Times a loop often enough to be believed: how many calls a round needs, and round after round.
// Used by the fixture Benchmark; the clock is handed in, so that tests need no time.
//
//   calibrate:  1, 10, 100, … calls until a round takes half the least time, then what is missing
//   sample:     rounds until both max_time and min_rounds are reached
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

namespace dyntest::builtin {

// Seconds; what pytest-benchmark takes where nothing is said.
struct SamplingLimits {
  double min_time = 5e-6;  // of a round; at least ten times what the clock can tell apart
  double max_time = 1;     // of all rounds together
  std::uint64_t min_rounds = 5;
};

// Code never has to be called more often than this in a round, or for more rounds.
inline constexpr std::uint64_t iterations_max = 1'000'000'000;
inline constexpr std::uint64_t rounds_max = 1'000'000;

class Sampler {
 public:
  using Loop = std::function<void(std::uint64_t iterations)>;  // calls the code so many times
  using Now = long long (*)();                                 // nanoseconds; never goes back
  // Asked after each round that took 10 ms or more; may throw to end the test.
  using Pause = void (*)();

  Sampler(Now now, Pause pause) : now_{now}, pause_{pause} {}

  struct Samples {
    std::vector<double> seconds;  // of a call, one for each round
    std::uint64_t iterations = 1;
  };
  // Lets the exceptions of `loop` pass.
  Samples sample(const Loop& loop, const SamplingLimits& limits) const;

  // Seconds that one round of `iterations` calls takes.
  double round(const Loop& loop, std::uint64_t iterations) const;

  // The least time in seconds that the clock can tell apart, its own cost included.
  double precision() const;

 private:
  std::uint64_t calibrate(const Loop& loop, double min_time) const;

  Now now_;
  Pause pause_;
};

}  // namespace dyntest::builtin
