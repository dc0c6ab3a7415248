// A clock that stands still until the test moves it, for code that takes a clock: as a type
// (`Clock::now()`, it satisfies std::chrono::is_clock) or as an object (`clock.now()`).
//
//   FakeClock clock;
//   Lease<FakeClock> lease{10s};
//   clock.advance(11s);
//   CHECK(lease.expired());
//
// Time is the type's, since now() is static: one test moves it, every thread sees it. It begins at
// the epoch with each FakeClock that is made.
#pragma once

#include <atomic>
#include <chrono>

namespace dyntest::doubles {

class FakeClock {
 public:
  using duration = std::chrono::nanoseconds;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<FakeClock>;
  static constexpr bool is_steady = true;

  FakeClock() { elapsed_.store(0); }
  FakeClock(const FakeClock&) = delete;
  FakeClock& operator=(const FakeClock&) = delete;
  ~FakeClock() { elapsed_.store(0); }

  static time_point now() noexcept { return time_point{duration{elapsed_.load()}}; }
  // Never backwards: a negative step is ignored.
  static void advance(duration step) {
    if (step.count() > 0) elapsed_.fetch_add(step.count());
  }

 private:
  static inline std::atomic<rep> elapsed_{0};
};

}  // namespace dyntest::doubles

#ifndef DYNTEST_NO_SHORT_MACROS
using dyntest::doubles::FakeClock;
#endif
