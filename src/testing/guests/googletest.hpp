// GoogleTest, from 1.10 on: lists and reports as XML, `--gtest_output=xml:FILE`.
#pragma once

#include "testing/guests/executable.hpp"

namespace dyntest::guests {

extern const Dialect googletest;

}  // namespace dyntest::guests
