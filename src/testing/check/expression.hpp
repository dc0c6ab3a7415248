// CHECK(expr) and REQUIRE(expr): both show the operands' values when `expr` is false; CHECK goes
// on, REQUIRE stops the test.
//
//   CHECK(router.workers() == 3);      CHECK(2 == 3)
//
// `Leftmost{} <=> a == b` parses as `(Leftmost{} <=> a) == b`: `<=>` binds tighter than every
// comparison and looser than arithmetic and shifts, and no compiler warns about the mix. What `&&`,
// `||` or `?:` join is shown as a bool. Integers compare by value, whatever their sign.
//
// The passing path costs a comparison and a branch. Scalars travel by value, so that the address of
// a test's variable never escapes and the optimiser may keep it in a register; all else is borrowed
// until the end of the full expression. What a failure needs is out of line, once per pair of
// types.
#pragma once

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

template <class T>
concept Scalar = !Class<T>;  // arrays and functions come as pointers

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

// Record the failure; throw if the macro at `place` is one that stops.
[[gnu::cold]] void report_comparison(const char* place, Operator op, Printable lhs, Printable rhs);
[[gnu::cold]] void report_value(const char* place, Printable value);

template <class L, class R>
[[gnu::cold, gnu::noinline]] void comparison_failed(const char* place, Operator op, L lhs, R rhs) {
  report_comparison(place, op, printable(lhs), printable(rhs));
}

template <class T>
[[gnu::cold, gnu::noinline]] void value_failed(const char* place, T value) {
  report_value(place, printable(value));
}

// A class that is not copyable is returned through memory. Packed into two registers instead, it
// costs an unoptimised build 5 ns, because no store can be forwarded to the wider load.
struct InMemory {
  InMemory() = default;
  InMemory(const InMemory&) = delete;
};

template <class L, class R>
struct Comparison {
  L lhs;
  R rhs;
  Operator op;
  bool passed;
  [[no_unique_address]] InMemory in_memory;

  [[gnu::always_inline]] explicit operator bool() const { return passed; }
  void report(const char* place) const { comparison_failed<L, R>(place, op, lhs, rhs); }
};

#define DYNTEST_DETAIL_COMPARE(op, name)                                         \
  template <Scalar R>                                                            \
  DYNTEST_DETAIL_FAST Comparison<T, R> operator op(R rhs) const {                \
    if constexpr (MixedSign<T, R>)                                               \
      return {value, rhs, Operator::name, order(value, rhs) op 0, {}};           \
    else                                                                         \
      return {value, rhs, Operator::name, static_cast<bool>(value op rhs), {}};  \
  }                                                                              \
  template <Class R>                                                             \
  DYNTEST_DETAIL_FAST Comparison<T, const R&> operator op(const R & rhs) const { \
    return {value, rhs, Operator::name, static_cast<bool>(value op rhs), {}};    \
  }
#define DYNTEST_DETAIL_COMBINE(op)                                             \
  template <class R>                                                           \
  auto operator op(const R& rhs) const {                                       \
    return Operand<std::remove_cvref_t<decltype(value op rhs)>>{value op rhs}; \
  }

// The leftmost operand, waiting for what it is compared with.
template <class T>
struct Operand {
  T value;

  DYNTEST_DETAIL_COMPARE(==, equal)
  DYNTEST_DETAIL_COMPARE(!=, not_equal)
  DYNTEST_DETAIL_COMPARE(<, less)
  DYNTEST_DETAIL_COMPARE(<=, at_most)
  DYNTEST_DETAIL_COMPARE(>, greater)
  DYNTEST_DETAIL_COMPARE(>=, at_least)
  DYNTEST_DETAIL_COMBINE(&)
  DYNTEST_DETAIL_COMBINE(|)
  DYNTEST_DETAIL_COMBINE(^)

  [[gnu::always_inline]] explicit operator bool() const { return static_cast<bool>(value); }
  void report(const char* place) const { value_failed<T>(place, value); }
};

#undef DYNTEST_DETAIL_COMPARE
#undef DYNTEST_DETAIL_COMBINE

struct Leftmost {
  template <Scalar T>
  [[gnu::always_inline]] Operand<T> operator<=>(T value) const {
    return {value};
  }
  template <Class T>
  [[gnu::always_inline]] Operand<const T&> operator<=>(const T& value) const {
    return {value};
  }
};

template <class Judged>
DYNTEST_DETAIL_FAST inline void judge(const Judged& judged, const char* place) {
  if (static_cast<bool>(judged)) [[likely]]
    return;
  if constexpr (requires { judged.report(place); })
    judged.report(place);
  else
    value_failed<Judged>(place, judged);
}

template <class Judged>
DYNTEST_DETAIL_FAST inline void judge_or_stop(const Judged& judged, const char* place) {
  if (static_cast<bool>(judged)) [[likely]]
    return;
  if constexpr (requires { judged.report(place); })
    judged.report(place);
  else
    value_failed<Judged>(place, judged);
  __builtin_unreachable();
}

}  // namespace dyntest::check::detail

#pragma GCC diagnostic pop

#define DYNTEST_DETAIL_JUDGE(judge, macro, text, ...)                                   \
  ::dyntest::check::detail::judge(::dyntest::check::detail::Leftmost{} <=> __VA_ARGS__, \
                                  DYNTEST_DETAIL_PLACE(macro, text))

#define DYNTEST_CHECK(...) DYNTEST_DETAIL_JUDGE(judge, "CHECK", #__VA_ARGS__, __VA_ARGS__)
#define DYNTEST_REQUIRE(...) \
  DYNTEST_DETAIL_JUDGE(judge_or_stop, "REQUIRE", #__VA_ARGS__, __VA_ARGS__)

#ifndef DYNTEST_NO_SHORT_MACROS
#define CHECK(...) DYNTEST_DETAIL_JUDGE(judge, "CHECK", #__VA_ARGS__, __VA_ARGS__)
#define REQUIRE(...) DYNTEST_DETAIL_JUDGE(judge_or_stop, "REQUIRE", #__VA_ARGS__, __VA_ARGS__)
#endif
