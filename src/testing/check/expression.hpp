// CHECK(expr) and REQUIRE(expr): both show the operands' values when `expr` is false; CHECK goes
// on, REQUIRE stops the test.
//
//   CHECK(router.workers() == 3);      CHECK(2 == 3)
//
// `leftmost <=> a == b` parses as `(leftmost <=> a) == b`: `<=>` binds tighter than every
// comparison and looser than arithmetic and shifts, and no compiler warns about the mix. What `&&`,
// `||` or `?:` join is shown as a bool. Integers compare by value, whatever their sign.
//
// The passing path costs a comparison and a branch. Scalars travel by value, so that the address of
// a test's variable never escapes and the optimiser may keep it in a register; all else is borrowed
// until the end of the full expression. What a failure needs is out of line, once per pair of
// types.
#pragma once

#include "testing/check/explain.hpp"
#include "testing/check/operand.hpp"
#include "testing/check/place.hpp"
#include "testing/check/print.hpp"

// Unoptimised code pays for every call, and its compile time for every inlining: there, GCC
// compiles the two functions of the passing path as if optimised, which is cheap in both.
#if defined(__GNUC__) && !defined(__clang__) && !defined(__OPTIMIZE__)
#define DYNTEST_DETAIL_FAST [[gnu::optimize(1)]]
#else
#define DYNTEST_DETAIL_FAST [[gnu::always_inline]]
#endif

// Comparing what the test compares is the test's choice: we neither warn nor convert.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-compare"
#pragma GCC diagnostic ignored "-Wfloat-equal"
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"

namespace dyntest::check::detail {

enum class Operator : unsigned char { equal, not_equal, less, at_most, greater, at_least };

template <class L, class R>
concept MixedSign =
    std::is_integral_v<L> && std::is_integral_v<R> && std::is_signed_v<L> != std::is_signed_v<R>;

// -1, 0 or 1: the order of two integers of different signedness by value.
template <class L, class R>
constexpr int order(L lhs, R rhs) {
  if (lhs < L{}) return -1;
  if (rhs < R{}) return 1;
  const auto l = static_cast<unsigned long long>(lhs);
  const auto r = static_cast<unsigned long long>(rhs);
  return l < r ? -1 : (l > r ? 1 : 0);
}

// What a comparison came to. One byte in a register: an unoptimised build pays 5 ns for returning
// the operands as well. They are kept on the side if it failed, and are valid until the end of the
// full expression.
struct Verdict {
  bool passed;
  [[gnu::always_inline]] explicit operator bool() const { return passed; }
};

// Keeps the operands for report_comparison, for this thread. `explain` may be null.
[[gnu::cold]] void keep(Operator op, const Kept& lhs, const Kept& rhs, Explain explain);

template <class L, class R>
[[gnu::cold, gnu::noinline]] Verdict failed(Operator op, L lhs, R rhs) {
  constexpr bool classes = Class<std::remove_cvref_t<L>> || Class<std::remove_cvref_t<R>>;
  if constexpr (classes)
    keep(op, kept(lhs), kept(rhs), explain_of<std::remove_cvref_t<L>, std::remove_cvref_t<R>>());
  else
    keep(op, kept(lhs), kept(rhs), nullptr);
  return {false};
}

// Record the failure; throw if the macro at `place` is one that stops.
[[gnu::cold]] void report_comparison(const char* place);  // with what was kept
[[gnu::cold]] void report_value(const char* place, Printable value);

template <class T>
[[gnu::cold, gnu::noinline]] void value_failed(const char* place, T value) {
  report_value(place, printable(value));
}

// The leftmost operand, waiting for what it is compared with.
template <class T>
struct Operand {
  T value;
  [[gnu::always_inline]] explicit operator bool() const { return static_cast<bool>(value); }
};

// Taken as an rvalue reference where the other side is a class: that makes ours the better match
// than templates which compare with anything, such as std::optional's.
#define DYNTEST_DETAIL_COMPARE(op, name)                                           \
  template <class L, Scalar R>                                                     \
  DYNTEST_DETAIL_FAST inline Verdict operator op(Operand<L> lhs, R rhs) {          \
    if constexpr (MixedSign<L, R>) {                                               \
      if (order(lhs.value, rhs) op 0) [[likely]]                                   \
        return {true};                                                             \
    } else {                                                                       \
      if (lhs.value op rhs) [[likely]]                                             \
        return {true};                                                             \
    }                                                                              \
    return failed<L, R>(Operator::name, lhs.value, rhs);                           \
  }                                                                                \
  template <class L, Class R>                                                      \
  DYNTEST_DETAIL_FAST inline Verdict operator op(Operand<L>&& lhs, const R& rhs) { \
    if (lhs.value op rhs) [[likely]]                                               \
      return {true};                                                               \
    return failed<L, const R&>(Operator::name, lhs.value, rhs);                    \
  }
#define DYNTEST_DETAIL_COMBINE(op)                                                     \
  template <class L, class R>                                                          \
  auto operator op(Operand<L>&& lhs, const R& rhs) {                                   \
    return Operand<std::remove_cvref_t<decltype(lhs.value op rhs)>>{lhs.value op rhs}; \
  }

DYNTEST_DETAIL_COMPARE(==, equal)
DYNTEST_DETAIL_COMPARE(!=, not_equal)
DYNTEST_DETAIL_COMPARE(<, less)
DYNTEST_DETAIL_COMPARE(<=, at_most)
DYNTEST_DETAIL_COMPARE(>, greater)
DYNTEST_DETAIL_COMPARE(>=, at_least)
DYNTEST_DETAIL_COMBINE(&)
DYNTEST_DETAIL_COMBINE(|)
DYNTEST_DETAIL_COMBINE(^)

#undef DYNTEST_DETAIL_COMPARE
#undef DYNTEST_DETAIL_COMBINE

// Always inlined: as a call it costs an unoptimised build 1.3 ns a check, inlined 4 % compile time.
struct Leftmost {};
inline constexpr Leftmost leftmost;

template <Scalar T>
[[gnu::always_inline]] inline Operand<T> operator<=>(Leftmost, T value) {
  return {value};
}
template <Class T>
[[gnu::always_inline]] inline Operand<const T&> operator<=>(Leftmost, const T& value) {
  return {value};
}

DYNTEST_DETAIL_FAST inline void judge(Verdict verdict, const char* place) {
  if (!verdict.passed) [[unlikely]]
    report_comparison(place);
}
DYNTEST_DETAIL_FAST inline void judge(bool passed, const char* place) {
  if (!passed) [[unlikely]]
    value_failed(place, passed);
}
template <class T>
DYNTEST_DETAIL_FAST inline void judge(const Operand<T>& operand, const char* place) {
  if (!static_cast<bool>(operand)) [[unlikely]]
    value_failed<T>(place, operand.value);
}

// The same, but the compiler knows that what follows a REQUIRE holds.
template <class Judged>
DYNTEST_DETAIL_FAST inline void judge_or_stop(Judged&& judged, const char* place) {
  judge(judged, place);
  if (!static_cast<bool>(judged)) __builtin_unreachable();
}

}  // namespace dyntest::check::detail

#pragma GCC diagnostic pop

#define DYNTEST_DETAIL_JUDGE(judge, macro, text, ...)                                 \
  ::dyntest::check::detail::judge(::dyntest::check::detail::leftmost <=> __VA_ARGS__, \
                                  DYNTEST_DETAIL_PLACE(macro, text))

#define DYNTEST_CHECK(...) DYNTEST_DETAIL_JUDGE(judge, "CHECK", #__VA_ARGS__, __VA_ARGS__)
#define DYNTEST_REQUIRE(...) \
  DYNTEST_DETAIL_JUDGE(judge_or_stop, "REQUIRE", #__VA_ARGS__, __VA_ARGS__)

#ifndef DYNTEST_NO_SHORT_MACROS
#define CHECK(...) DYNTEST_DETAIL_JUDGE(judge, "CHECK", #__VA_ARGS__, __VA_ARGS__)
#define REQUIRE(...) DYNTEST_DETAIL_JUDGE(judge_or_stop, "REQUIRE", #__VA_ARGS__, __VA_ARGS__)
#endif
