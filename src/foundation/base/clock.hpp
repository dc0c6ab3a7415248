// The clock of a run. It is steady, and it stands still while the run is stopped (Ctrl-Z):
// deadlines that are computed with it move, durations do not have the pause.
//
// Processes of one run share a count of what was skipped: the one that stops the others writes it
// while they are stopped, so none of them sees its clock jump. Meets the named requirements of a
// clock of <chrono>; moments of other clocks cannot be compared with its own.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

namespace dyntest::base {

class Clock {
 public:
  using duration = std::chrono::nanoseconds;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<Clock>;
  static constexpr bool is_steady = true;

  static time_point now();

  using Skipped = std::atomic<std::int64_t>;  // nanoseconds
  // The last `pause` has not been. Nobody else may be reading the clock.
  static void skip(duration pause);
  // What was skipped in all.
  static const Skipped& skipped();
  // From now on skips what is counted there, which must stay; any thread may read the clock.
  static void follow(const Skipped& skipped);
};

}  // namespace dyntest::base
