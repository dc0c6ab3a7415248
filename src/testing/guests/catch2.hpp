// Catch2: versions 2 and 3, which list their tests in different ways and report them in the same.
#pragma once

#include "testing/guests/executable.hpp"

namespace dyntest::guests {

extern const Dialect catch2;

}  // namespace dyntest::guests
