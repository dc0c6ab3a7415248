// The line of a test that a failure belongs to, as a default argument:
//
//   void assert_called(Where where = Where::here());
#pragma once

#include "testing/check/record.hpp"

namespace dyntest::doubles {

struct Where {
  check::Site site;

  static constexpr Where here(const char* file = __builtin_FILE(), int line = __builtin_LINE()) {
    return {{file, line}};
  }
};

}  // namespace dyntest::doubles
