// What the macros of this room share: is the first argument a list of parameters, and a function
// that says the words behind it (marks, cases, use, with, scopes) to whoever collects.
#pragma once

#include "testing/check/describe.hpp"

namespace dyntest::check {

template <class Function>
struct ValuesOf;
template <class... P>
struct ValuesOf<void(P...)> : ValueTypes<List<>, P...> {};

}  // namespace dyntest::check

// Is the first argument in parentheses? `DYNTEST_PROBE (…)` becomes a list with 1 in second place.
#define DYNTEST_PROBE(...) ~, 1,
#define DYNTEST_SECOND(first, second, ...) second
#define DYNTEST_FIRST(first, ...) first
#define DYNTEST_EXPAND_SECOND(...) DYNTEST_SECOND(__VA_ARGS__)
#define DYNTEST_PROBE_FIRST(first, ...) DYNTEST_PROBE first
#define DYNTEST_HAS_PARAMETERS(...) DYNTEST_EXPAND_SECOND(DYNTEST_PROBE_FIRST(__VA_ARGS__, ), 0, ~)
#define DYNTEST_BARE(...) __VA_ARGS__
#define DYNTEST_JOIN_(a, b) a##b
#define DYNTEST_JOIN(a, b) DYNTEST_JOIN_(a, b)

#define DYNTEST_NOT_IN_A_HEADER(what)   \
  static_assert(__INCLUDE_LEVEL__ == 0, \
                what " belongs in a test file or a conftest.cpp, not in a header")

// Declares `struct Words` with what stands behind the parameters, or nothing.
#define DYNTEST_DESCRIBE(function, ...) \
  DYNTEST_DESCRIBE_WITH((DYNTEST_WORDS_HERE), function __VA_OPT__(, ) __VA_ARGS__)
#define DYNTEST_DESCRIBE_WITH(words, function, ...)                                       \
  __VA_OPT__(struct Words : DYNTEST_BARE words {                                              \
    static void describe(::dyntest::check::Description& description) {                        \
      using ::dyntest::check::cases, ::dyntest::check::cases_from, ::dyntest::check::row,     \
          ::dyntest::check::with, ::dyntest::check::use;     \
      ::dyntest::check::Describe<typename ::dyntest::check::ValuesOf<function>::type, 0>{     \
          description},                                                                       \
          __VA_ARGS__;                                                                    \
  }                                                                                       \
  }                                                                                       \
  ;)
#define DYNTEST_DESCRIBE_POINTER(...) DYNTEST_FIRST(__VA_OPT__(&Words::describe, ) nullptr, )
