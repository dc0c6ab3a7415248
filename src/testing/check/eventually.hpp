// EVENTUALLY(seconds, expr) evaluates `expr` again and again until it is true, and stops the test
// as REQUIRE does if it is not true in time. The failure shows what was seen, and when:
//
//   EVENTUALLY(0.5): 1 == 3 after 0.5 s (24 tries)
//     0.00s  0 == 3 (×3)
//     0.02s  1 == 3 (×21)
//
// Tries come fast at first: after 1 ms, 2 ms, 4 ms, … at most 100 ms. An `expr` that throws a
// std::exception is not true yet; what was thrown is part of the history. `seconds` is a number or
// anything like a std::chrono::duration. For a value that must *stay* true this is no help.
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

void poll(const char* place, double seconds, bool (*attempt)(void* context, Try&), void* context);

template <class Seconds>
constexpr double in_seconds(const Seconds& seconds) {
  if constexpr (DurationLike<Seconds>) {
    return static_cast<double>(seconds.count()) * static_cast<double>(Seconds::period::num) /
           static_cast<double>(Seconds::period::den);
  } else {
    return static_cast<double>(seconds);
  }
}

template <class Seconds, class Body>
void eventually(const char* place, const Seconds& seconds, Body body) {
  const auto attempt = [](void* context, Try& one) { return (*static_cast<Body*>(context))(one); };
  poll(place, in_seconds(seconds), attempt, &body);
}

}  // namespace detail
}  // namespace dyntest::check

#define DYNTEST_DETAIL_EVENTUALLY(text, seconds, ...)                                 \
  ::dyntest::check::detail::eventually(                                               \
      DYNTEST_DETAIL_PLACE("EVENTUALLY", text), seconds,                              \
      [&](::dyntest::check::detail::Try& dyntest_try) {                               \
        return dyntest_try.saw(::dyntest::check::detail::Leftmost{} <=> __VA_ARGS__); \
      })

#define DYNTEST_EVENTUALLY(seconds, ...) \
  DYNTEST_DETAIL_EVENTUALLY(#seconds ", " #__VA_ARGS__, seconds, __VA_ARGS__)

#ifndef DYNTEST_NO_SHORT_MACROS
#define EVENTUALLY(seconds, ...) \
  DYNTEST_DETAIL_EVENTUALLY(#seconds ", " #__VA_ARGS__, seconds, __VA_ARGS__)
#endif
