// CHECK_RAISES(Type, expr) and REQUIRE_RAISES(Type, expr) pass when `expr` throws Type or what
// derives from it. Their value is the exception:
//
//   auto error = CHECK_RAISES(RoutingError, planner.forward(request));
//   CHECK(error.message().contains("no worker"));
//   CHECK(error->code() == 503);
//
// More than one expression stands in a block, with a semicolon behind it:
//
//   CHECK_RAISES(RoutingError) {
//     planner.drain();
//     planner.forward(request);
//   };
//
// Any other std::exception, and none at all, is a failure. What is neither passes through
// untouched: a REQUIRE that failed inside `expr`, a SKIP, a time-out.
#pragma once

#include <exception>

#include "testing/check/place.hpp"
#include "testing/check/record.hpp"

namespace dyntest::check {

// The caught exception, kept alive; false if there was none, which is already recorded.
template <class E>
class Raised {
 public:
  Raised() = default;
  explicit Raised(const E& error) : owner_{std::current_exception()}, error_{&error} {}

  explicit operator bool() const { return error_ != nullptr; }
  // Without an exception these stop the test.
  const E& operator*() const { return error_ == nullptr ? throw StopTest{} : *error_; }
  const E* operator->() const { return &**this; }
  // what(), valid as long as this object; empty without an exception.
  Text message() const
    requires requires(const E& error) { Text{error.what()}; }
  {
    return error_ == nullptr ? Text{} : Text{error_->what()};
  }

 private:
  std::exception_ptr owner_;
  const E* error_ = nullptr;
};

namespace detail {

// Calls `call(context)`, which returns true if it caught what was wanted; records anything else.
void expect_raise(const char* place, bool (*call)(void* context), void* context);

template <class E, class Body>
struct Attempt {
  Body& body;
  Raised<E> raised;

  static bool run(void* context) {
    Attempt& attempt = *static_cast<Attempt*>(context);
    try {
      attempt.body();
      return false;
    } catch (const E& error) {
      attempt.raised = Raised<E>{error};
      return true;
    }
  }
};

template <class E, class Body>
Raised<E> raises(const char* place, Body body) {
  Attempt<E, Body> attempt{body, {}};
  expect_raise(place, &Attempt<E, Body>::run, &attempt);
  return attempt.raised;
}

template <class E>
struct RaisesBlock {
  const char* place;
  template <class Body>
  Raised<E> operator->*(Body body) const {
    return raises<E>(place, body);
  }
};

}  // namespace detail
}  // namespace dyntest::check

#define DYNTEST_DETAIL_FIRST(first, ...) first
// With an expression, or without one: a block follows.
#define DYNTEST_DETAIL_RAISES(macro, text, Type, ...)                               \
  DYNTEST_DETAIL_FIRST(                                                             \
      __VA_OPT__(DYNTEST_DETAIL_RAISES_EXPRESSION, ) DYNTEST_DETAIL_RAISES_BLOCK, ) \
  (macro, text, Type, __VA_ARGS__)
#define DYNTEST_DETAIL_RAISES_EXPRESSION(macro, text, Type, ...)            \
  ::dyntest::check::detail::raises<Type>(DYNTEST_DETAIL_PLACE(macro, text), \
                                         [&] { static_cast<void>(__VA_ARGS__); })
#define DYNTEST_DETAIL_RAISES_BLOCK(macro, text, Type, ...) \
  ::dyntest::check::detail::RaisesBlock<Type>{DYNTEST_DETAIL_PLACE(macro, text)}->*[&]

#define DYNTEST_CHECK_RAISES(Type, ...) \
  DYNTEST_DETAIL_RAISES("CHECK_RAISES", #Type ", " #__VA_ARGS__, Type __VA_OPT__(, ) __VA_ARGS__)
#define DYNTEST_REQUIRE_RAISES(Type, ...) \
  DYNTEST_DETAIL_RAISES("REQUIRE_RAISES", #Type ", " #__VA_ARGS__, Type __VA_OPT__(, ) __VA_ARGS__)

#ifndef DYNTEST_NO_SHORT_MACROS
#define CHECK_RAISES(Type, ...) \
  DYNTEST_DETAIL_RAISES("CHECK_RAISES", #Type ", " #__VA_ARGS__, Type __VA_OPT__(, ) __VA_ARGS__)
#define REQUIRE_RAISES(Type, ...) \
  DYNTEST_DETAIL_RAISES("REQUIRE_RAISES", #Type ", " #__VA_ARGS__, Type __VA_OPT__(, ) __VA_ARGS__)
#endif
