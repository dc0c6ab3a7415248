// What all tests of this project share: the marks that name what a test is about.
//
// A component is what makes the middle of a file's name valid:
// test_unit_<component>_<flow>.cpp.
#pragma once

#include "testing/check/check.hpp"

MARK(basket, "what a customer is going to buy", component)
