// Tests of guests, by name.
#pragma once

#include <string>

#include "testing/guests/guest.hpp"

namespace guests_test {

inline dyntest::guests::Test test_named(const std::string& suite, const std::string& name) {
  dyntest::guests::Test test;
  test.item.class_name = suite;
  test.item.name = name;
  return test;
}

}  // namespace guests_test
