// Where a check stands and how it was written, packed into one string literal, so that a passing
// check passes one pointer and a test file holds no static objects for it:
//
//   file \0 line \0 macro \0 expression as written
//
// Used by every macro of this room; unpacked only when a check fails.
#pragma once

#include "testing/check/record.hpp"

#define DYNTEST_DETAIL_TEXT_OF(token) #token
#define DYNTEST_DETAIL_TEXT(token) DYNTEST_DETAIL_TEXT_OF(token)
#define DYNTEST_DETAIL_PLACE(macro, expression) \
  __FILE__ "\0" DYNTEST_DETAIL_TEXT(__LINE__) "\0" macro "\0" expression

namespace dyntest::check::detail {

struct Place {
  Site site;
  Text macro;
  Text expression;
};

// `packed` is what DYNTEST_DETAIL_PLACE made.
Place unpack(const char* packed);

}  // namespace dyntest::check::detail
