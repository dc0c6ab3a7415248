// EVENTUALLY(seconds, expr) evaluates `expr` again and again until it is true, and stops the test
// as REQUIRE does if it is not true in time. The failure shows what was seen, and when:
//
//   EVENTUALLY(0.5): 1 == 3 after 0.5 s (24 tries)
//     0.00s  0 == 3 (×3)
//     0.02s  1 == 3 (×21)
//
// Tries come fast at first: after 1 ms, 2 ms, 4 ms, … at most 100 ms. An `expr` that throws a
// std::exception is not true yet; what was thrown is part of the history. `seconds` is a number or
// anything like a std::chrono::duration.
//
// CHECK_EVENTUALLY(seconds, expr) goes on after a failure, and is false then.
// CONSISTENTLY(seconds, expr) wants it true all the time: it is tried as often, and the first try
// that is not true stops the test.
#pragma once

#include "testing/check/expression.hpp"

namespace dyntest::check {

// How EVENTUALLY tells and passes time. The runner's `pause_ns` throws when the test must end.
struct Waiting {
  long long (*now_ns)();  // from a steady clock
  void (*pause_ns)(long long span);
};
// Returns what was set before; at first, the steady clock and nanosleep.
Waiting wait_with(Waiting waiting);

namespace detail {

// One try: whether the expression held, else what it looked like.
class Try {
 public:
  explicit Try(Sink& seen) : seen_{seen} {}

  bool saw(Verdict verdict) {
    if (!verdict.passed) note_comparison();
    return verdict.passed;
  }
  template <class T>
  bool saw(const Operand<T>& operand) {
    const bool passed = static_cast<bool>(operand);
    if (!passed) check::print(seen_, operand.value);
    return passed;
  }
  bool saw(bool passed) {
    if (!passed) check::print(seen_, passed);
    return passed;
  }

 private:
  void note_comparison();

  Sink& seen_;
};

// What a macro waits for, and what it does in vain.
enum class Wait { eventually, check_eventually, consistently };

// True if it was as wanted.
bool poll(const char* place, Wait wait, double seconds, bool (*attempt)(void* context, Try&),
          void* context);

template <class Seconds>
constexpr double in_seconds(const Seconds& seconds) {
  if constexpr (DurationLike<Seconds>) {
    return static_cast<double>(seconds.count()) * static_cast<double>(Seconds::period::num) /
           static_cast<double>(Seconds::period::den);
  } else {
    return static_cast<double>(seconds);
  }
}

template <Wait wait, class Seconds, class Body>
bool wait_for(const char* place, const Seconds& seconds, Body body) {
  const auto attempt = [](void* context, Try& one) { return (*static_cast<Body*>(context))(one); };
  return poll(place, wait, in_seconds(seconds), attempt, &body);
}

}  // namespace detail
}  // namespace dyntest::check

#define DYNTEST_DETAIL_WAIT(wait, macro, text, seconds, ...)                          \
  ::dyntest::check::detail::wait_for<::dyntest::check::detail::Wait::wait>(           \
      DYNTEST_DETAIL_PLACE(macro, text), seconds,                                     \
      [&](::dyntest::check::detail::Try& dyntest_try) {                               \
        return dyntest_try.saw(::dyntest::check::detail::Leftmost{} <=> __VA_ARGS__); \
      })

#define DYNTEST_EVENTUALLY(seconds, ...) \
  DYNTEST_DETAIL_WAIT(eventually, "EVENTUALLY", #seconds ", " #__VA_ARGS__, seconds, __VA_ARGS__)
#define DYNTEST_CHECK_EVENTUALLY(seconds, ...)                                                   \
  DYNTEST_DETAIL_WAIT(check_eventually, "CHECK_EVENTUALLY", #seconds ", " #__VA_ARGS__, seconds, \
                      __VA_ARGS__)
#define DYNTEST_CONSISTENTLY(seconds, ...)                                               \
  DYNTEST_DETAIL_WAIT(consistently, "CONSISTENTLY", #seconds ", " #__VA_ARGS__, seconds, \
                      __VA_ARGS__)

#ifndef DYNTEST_NO_SHORT_MACROS
#define EVENTUALLY(seconds, ...) \
  DYNTEST_DETAIL_WAIT(eventually, "EVENTUALLY", #seconds ", " #__VA_ARGS__, seconds, __VA_ARGS__)
#define CHECK_EVENTUALLY(seconds, ...)                                                           \
  DYNTEST_DETAIL_WAIT(check_eventually, "CHECK_EVENTUALLY", #seconds ", " #__VA_ARGS__, seconds, \
                      __VA_ARGS__)
#define CONSISTENTLY(seconds, ...)                                                       \
  DYNTEST_DETAIL_WAIT(consistently, "CONSISTENTLY", #seconds ", " #__VA_ARGS__, seconds, \
                      __VA_ARGS__)
#endif
