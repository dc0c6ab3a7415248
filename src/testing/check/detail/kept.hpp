// The operands of the comparison that failed last on this thread, printed. They are borrowed from
// the full expression that compares, so only what ends that expression may ask: the judge of a
// CHECK, the try of an EVENTUALLY.
#pragma once

#include <string>

#include "testing/check/expression.hpp"

namespace dyntest::check::detail {

struct PrintedComparison {
  std::string lhs;
  Operator op;
  std::string rhs;
  std::string explanation;  // of what is not equal; may be empty
};

// Each operand in about `bytes_max` bytes.
PrintedComparison print_kept(std::size_t bytes_max);

std::string printed(Printable value, std::size_t bytes_max);

}  // namespace dyntest::check::detail
