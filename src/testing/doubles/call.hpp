// One call that a double got, and what a test expects of one.
//
// Arguments are kept as copies: `const char*` as the text it points to (it must end in NUL), a
// reference as a copy of what it refers to. What cannot be copied is kept as its printed text.
#pragma once

#include <string>
#include <tuple>
#include <type_traits>

#include "testing/check/expression.hpp"

namespace dyntest::doubles {

// pytest's ANY: equal to every argument.
struct Any {};
inline constexpr Any any{};

// In the place of an argument that cannot be copied.
struct Uncopied {
  std::string text;
  friend void dyntest_print(check::Sink& sink, const Uncopied& value) { sink.text(value.text); }
};

namespace detail {

std::string text_of(const check::Printable& value);

template <class P, class T = std::remove_cvref_t<P>>
using Kept = std::conditional_t<std::is_same_v<T, const char*>, std::string,
                                std::conditional_t<std::is_copy_constructible_v<T>, T, Uncopied>>;

template <class P, class T>
Kept<P> keep(const T& argument) {
  if constexpr (std::is_same_v<T, const char*>)
    return argument == nullptr ? std::string{} : std::string{argument};
  else if constexpr (std::is_copy_constructible_v<T>)
    return argument;
  else
    return {text_of(check::printable(argument))};
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-compare"
#pragma GCC diagnostic ignored "-Wfloat-equal"
// As CHECK(a == b) compares: integers by value.
template <class A, class B>
bool same(const A& actual, const B& expected) {
  if constexpr (check::detail::MixedSign<A, B>)
    return check::detail::order(actual, expected) == 0;
  else
    return static_cast<bool>(actual == expected);
}
#pragma GCC diagnostic pop

// What a parameter is expected to be: a value to compare with, or `any`. Borrows; made where
// assert_called_with is called.
template <class K>
class Expected {
 public:
  Expected(Any) {}
  template <class T>
    requires requires(const K& actual, const T& value) { detail::same(actual, value); }
  Expected(const T& value) : value_{check::printable(value)}, equal_{&equal<T>} {}

  bool matches(const K& actual) const { return equal_ == nullptr || equal_(actual, value_.value); }
  void print(check::Sink& sink) const {
    if (equal_ == nullptr) return sink.text("any");
    value_.print(sink, value_.value);
  }

 private:
  template <class T>
  static bool equal(const K& actual, const void* value) {
    return detail::same(actual, *static_cast<const T*>(value));
  }

  check::Printable value_{};
  bool (*equal_)(const K&, const void*) = nullptr;
};

}  // namespace detail

// A call's arguments, whatever their types.
class Call {
 public:
  Call() = default;
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;
  virtual ~Call() = default;
  // `("a", 3)`
  virtual void print(check::Sink& sink) const = 0;
};

namespace detail {

template <class Values>
void print_list(check::Sink& sink, const Values& values) {
  sink.text("(");
  const char* between = "";
  const auto print_one = [&](const auto& value) {
    sink.text(between);
    between = ", ";
    if constexpr (requires { value.print(sink); })
      value.print(sink);
    else
      check::print(sink, value);
  };
  std::apply([&](const auto&... value) { (print_one(value), ...); }, values);
  sink.text(")");
}

template <class... P>
struct CallOf final : Call {
  explicit CallOf(const std::remove_reference_t<P>&... argument)
      : arguments{detail::keep<P, std::remove_cvref_t<P>>(argument)...} {}
  void print(check::Sink& sink) const override { print_list(sink, arguments); }
  std::tuple<Kept<P>...> arguments;
};

}  // namespace detail
}  // namespace dyntest::doubles
