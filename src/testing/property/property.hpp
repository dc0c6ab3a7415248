// PROPERTY: a test of what holds for all values, tried on many that RapidCheck makes up. Included
// only by the test files that have one, for RapidCheck's headers are heavy; this room is optional
// and nothing else includes it.
//
//   PROPERTY(a_copy_shares_all, (std::vector<int> tokens), marks…) {
//     const auto text = *dyntest::property::prompt();   // a generator asked within the body
//     CHECK(shared_prefix(tokens, tokens) == tokens.size());
//   }
//
// It is a TEST, with its marks, -k and node id. A try in which CHECK, REQUIRE or anything else
// fails falsifies the property; the values are then made as small as they can be while it still
// fails, and only that try is reported. Values come from the run's seed
// (docs/manual/properties.md).
#pragma once

#include <rapidcheck.h>

#include <utility>

#include "testing/check/test.hpp"
#include "testing/property/generators.hpp"

namespace dyntest::property {

// Where a property stands. All of static storage duration.
struct Origin {
  check::Site site;
  const char* name;
  const char* parameters;  // as written, with parentheses
};

// One run of a property's body. True if it holds; remembers what did not. Used by `verify`.
class Body {
 public:
  virtual bool holds(void (*call)(void* values), void* values) = 0;

 protected:
  ~Body() = default;
};

// Tries the property that `make` binds to a body, and records what falsifies it. Throws what ends a
// test (SKIP, a time-out) as the body threw it.
void verify(const Origin& origin, rc::detail::Property (*make)(Body& body, void (*holds)()),
            void (*holds)());

template <class... P>
rc::detail::Property bind(Body& body, void (*erased)()) {
  static_assert((!std::is_lvalue_reference_v<P> && ...),
                "a property takes values, (int n, std::string text), and no fixtures");
  return rc::detail::toProperty([&body, erased](const P&... values) {
    auto call = [&] { reinterpret_cast<void (*)(P...)>(erased)(values...); };
    return body.holds([](void* it) { (*static_cast<decltype(call)*>(it))(); }, &call);
  });
}

template <class... P>
void verify(const Origin& origin, void (*holds)(P...)) {
  verify(origin, &bind<P...>, reinterpret_cast<void (*)()>(holds));
}

}  // namespace dyntest::property

#define DYNTEST_PROPERTY(test, wanted, ...)                                                       \
  namespace {                                                                                     \
  struct test##_property {                                                                        \
    static void holds wanted;                                                                     \
  };                                                                                              \
  }                                                                                               \
  DYNTEST_TEST(test __VA_OPT__(, ) __VA_ARGS__) {                                                 \
    ::dyntest::property::verify({{__FILE__, __LINE__}, #test, #wanted}, &test##_property::holds); \
  }                                                                                               \
  void test##_property::holds wanted

#ifndef DYNTEST_NO_SHORT_MACROS
#define PROPERTY(name, wanted, ...) DYNTEST_PROPERTY(name, wanted __VA_OPT__(, ) __VA_ARGS__)
#endif
