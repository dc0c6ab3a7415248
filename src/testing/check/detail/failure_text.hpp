// What a failed comparison says. Short operands stand in the first line; long ones are shortened
// there and follow below, with the place where they first differ:
//
//   CHECK(2 == 3)
//
//   CHECK("id: 7, model: …finish: stop" == "id: 7, model: …finish: length")
//     left:  "id: 7, model: Qwen3-0.6B, …
//     right: "id: 7, model: Qwen3-0.6B, …
//     first difference at byte 71:
//       …"content": "", finish: stop"
//       …"content": "", finish: length"
//
// Knows nothing of types: it works on printed operands.
#pragma once

#include <string>
#include <string_view>

#include "testing/check/expression.hpp"

namespace dyntest::check::detail {

std::string_view symbol(Operator op);

// `text`, shortened to about `columns_max` by leaving out its middle.
std::string shortened(std::string_view text, std::size_t columns_max);

// `2 == 3`: long operands are shortened.
std::string comparison_text(std::string_view lhs, Operator op, std::string_view rhs);

// The lines below it; nothing if both operands are short.
std::string comparison_details(std::string_view lhs, Operator op, std::string_view rhs);

}  // namespace dyntest::check::detail
