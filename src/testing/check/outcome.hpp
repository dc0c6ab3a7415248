// SKIP(reason), XFAIL(reason) and FAIL(message) end the running test from anywhere below it, with
// the outcome they name (pytest.skip, pytest.xfail, pytest.fail). A reason known before the test
// runs is a mark instead. Reasons are C strings or anything like std::string; long ones are cut to
// 511 bytes.
#pragma once

#include "testing/check/place.hpp"
#include "testing/check/record.hpp"

namespace dyntest::check::detail {

[[noreturn, gnu::cold]] void skip(const char* place, Text reason);
[[noreturn, gnu::cold]] void xfail(const char* place, Text reason);
[[noreturn, gnu::cold]] void fail(const char* place, Text message);

}  // namespace dyntest::check::detail

#define DYNTEST_DETAIL_LEAVE(leave, macro, text, ...) \
  ::dyntest::check::detail::leave(DYNTEST_DETAIL_PLACE(macro, text), __VA_ARGS__)

#define DYNTEST_SKIP(...) DYNTEST_DETAIL_LEAVE(skip, "SKIP", #__VA_ARGS__, __VA_ARGS__)
#define DYNTEST_XFAIL(...) DYNTEST_DETAIL_LEAVE(xfail, "XFAIL", #__VA_ARGS__, __VA_ARGS__)
#define DYNTEST_FAIL(...) DYNTEST_DETAIL_LEAVE(fail, "FAIL", #__VA_ARGS__, __VA_ARGS__)

#ifndef DYNTEST_NO_SHORT_MACROS
#define SKIP(...) DYNTEST_DETAIL_LEAVE(skip, "SKIP", #__VA_ARGS__, __VA_ARGS__)
#define XFAIL(...) DYNTEST_DETAIL_LEAVE(xfail, "XFAIL", #__VA_ARGS__, __VA_ARGS__)
#define FAIL(...) DYNTEST_DETAIL_LEAVE(fail, "FAIL", #__VA_ARGS__, __VA_ARGS__)
#endif
