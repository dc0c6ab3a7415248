// A moment after which waiting is over. Every wait in the project takes one. What else may end a
// wait (a test's own time-out, a run that is being stopped) is os/wait.hpp's business.
#pragma once

#include <chrono>

#include "foundation/base/clock.hpp"

namespace dyntest::base {

using Duration = std::chrono::nanoseconds;

// Seconds since `begin`.
inline double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

class Deadline {
 public:
  // `budget` from now on.
  static Deadline in(Duration budget);
  static Deadline at(Clock::time_point moment) { return Deadline{moment}; }
  static Deadline never() { return Deadline{Clock::time_point::max()}; }

  bool passed() const { return Clock::now() >= moment_; }
  // Zero once passed.
  Duration left() const;
  // What poll(2) wants: whole milliseconds, rounded up; -1 for never.
  int poll_timeout() const;
  Clock::time_point moment() const { return moment_; }

 private:
  explicit Deadline(Clock::time_point moment) : moment_{moment} {}
  Clock::time_point moment_;
};

inline Deadline earlier(Deadline a, Deadline b) { return a.moment() < b.moment() ? a : b; }

}  // namespace dyntest::base
