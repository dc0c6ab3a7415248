// SUBTEST("name") { … }; is a part of a test that fails by itself: a REQUIRE, or an exception, ends
// the part and the test goes on behind it. Every failure in it says its name. The test has one
// verdict: failed if any part failed.
//
//   for (const auto& plane : planes)
//     SUBTEST(plane) {
//       auto worker = connect(plane);
//       REQUIRE(worker.has_value());
//     };                                    the semicolon belongs to it
//
// The name is a C string or anything like std::string. SKIP and time-outs leave the whole test.
#pragma once

#include "testing/check/note.hpp"
#include "testing/check/place.hpp"

namespace dyntest::check::detail {

void run_subtest(const char* place, Text name, void (*body)(void* context), void* context);

struct Subtest {
  const char* place;
  Text name;

  template <class Body>
  void operator->*(Body body) const {
    run_subtest(place, name, [](void* context) { (*static_cast<Body*>(context))(); }, &body);
  }
};

}  // namespace dyntest::check::detail

#define DYNTEST_DETAIL_SUBTEST(text, ...) \
  ::dyntest::check::detail::Subtest{DYNTEST_DETAIL_PLACE("SUBTEST", text), __VA_ARGS__}->*[&]

#define DYNTEST_SUBTEST(...) DYNTEST_DETAIL_SUBTEST(#__VA_ARGS__, __VA_ARGS__)

#ifndef DYNTEST_NO_SHORT_MACROS
#define SUBTEST(...) DYNTEST_DETAIL_SUBTEST(#__VA_ARGS__, __VA_ARGS__)
#endif
