// approx(0.3): a number that compares equal to what is near it, as pytest.approx does.
//
//   CHECK(latency_ms == approx(12.5).rel(0.1));      CHECK(14.2 == 12.5 ± 1.25)
//
// Near is within the larger of the relative (1e-6 of the expected value) and the absolute (1e-12)
// tolerance; where `abs` alone is given, the relative one is off. NaN is near nothing; an infinity
// only to itself. For numbers, not for containers.
#pragma once

#include <type_traits>

#include "testing/check/sink.hpp"

namespace dyntest::check {

class Approx {
 public:
  explicit constexpr Approx(double expected) : expected_{expected} {}

  constexpr Approx rel(double tolerance) const {
    Approx result = *this;
    result.rel_ = tolerance;
    return result;
  }
  constexpr Approx abs(double tolerance) const {
    Approx result = *this;
    result.abs_ = tolerance;
    return result;
  }

  bool near(double actual) const;
  // How far a value may be away.
  double tolerance() const;

  template <class Number>
    requires std::is_arithmetic_v<Number>
  friend bool operator==(Number actual, const Approx& expected) {
    return expected.near(static_cast<double>(actual));
  }
  friend void dyntest_print(Sink& sink, const Approx& approx) { approx.print(sink); }

 private:
  static constexpr double unset = -1;
  void print(Sink& sink) const;

  double expected_;
  double rel_ = unset;
  double abs_ = unset;
};

template <class Number>
  requires std::is_arithmetic_v<Number>
constexpr Approx approx(Number expected) {
  return Approx{static_cast<double>(expected)};
}

}  // namespace dyntest::check

#ifndef DYNTEST_NO_SHORT_MACROS
using dyntest::check::approx;
#endif
