// What Catch2's and doctest's XML have in common: a test case as a tree of sections with what was
// asserted in them, and a last word on whether it passed.
#pragma once

#include <string>
#include <vector>

#include "testing/guests/detail/xml.hpp"
#include "testing/guests/guest.hpp"

namespace dyntest::guests {

// All that failed in a test case, in order: failed expressions, exceptions, explicit failures.
// Warnings are no failures.
std::vector<model::Failure> failures_in(const Element& test_case);

// Of a test case with these failures of which its framework says that it passed, or did not. A test
// that passed with failures was allowed to fail. `why`: what to say of one that failed without any.
Verdict verdict_on(std::vector<model::Failure> failures, bool passed, const std::string& why);

}  // namespace dyntest::guests
