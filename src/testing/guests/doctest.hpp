// doctest, from 2.4 on: lists and reports as XML.
#pragma once

#include "testing/guests/executable.hpp"

namespace dyntest::guests {

extern const Dialect doctest;

}  // namespace dyntest::guests
