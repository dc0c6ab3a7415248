#include "testing/check/detail/failure_text.hpp"

#include <algorithm>

namespace dyntest::check::detail {
namespace {

constexpr std::size_t inline_bytes_max = 100;   // both operands, in the first line
constexpr std::size_t operand_bytes_max = 400;  // one operand, in a line of its own
constexpr std::size_t around_bytes = 30;        // shown on either side of the first difference

bool inside_character(std::string_view text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0u) == 0x80u;
}

std::size_t character_start(std::string_view text, std::size_t at) {
  while (at > 0 && inside_character(text, at)) --at;
  return at;
}

// What stands around `at`, with `…` where something is left out.
std::string around(std::string_view text, std::size_t at) {
  const std::size_t begin = character_start(text, at > around_bytes ? at - around_bytes : 0);
  const std::size_t end = character_start(text, std::min(text.size(), at + around_bytes));
  std::string result = begin > 0 ? "…" : "";
  result += text.substr(begin, end - begin);
  if (end < text.size()) result += "…";
  return result;
}

std::string first_difference(std::string_view lhs, std::string_view rhs) {
  const auto [l, r] = std::mismatch(lhs.begin(), lhs.end(), rhs.begin(), rhs.end());
  if (l == lhs.end() && r == rhs.end()) return {};
  const std::size_t at = character_start(lhs, static_cast<std::size_t>(l - lhs.begin()));
  return "\n  first difference at byte " + std::to_string(at) + ":\n    " + around(lhs, at) +
         "\n    " + around(rhs, at);
}

}  // namespace

std::string_view symbol(Operator op) {
  switch (op) {
    case Operator::equal:
      return "==";
    case Operator::not_equal:
      return "!=";
    case Operator::less:
      return "<";
    case Operator::at_most:
      return "<=";
    case Operator::greater:
      return ">";
    case Operator::at_least:
      return ">=";
  }
  __builtin_unreachable();
}

std::string shortened(std::string_view text, std::size_t columns_max) {
  if (text.size() <= columns_max) return std::string{text};
  const std::size_t head = character_start(text, columns_max * 2 / 3);
  const std::size_t tail = character_start(text, text.size() - columns_max / 3);
  return std::string{text.substr(0, head)} + "…" + std::string{text.substr(tail)};
}

std::string comparison_text(std::string_view lhs, Operator op, std::string_view rhs) {
  const std::string middle = ' ' + std::string{symbol(op)} + ' ';
  return shortened(lhs, inline_bytes_max / 2) + middle + shortened(rhs, inline_bytes_max / 2);
}

std::string comparison_details(std::string_view lhs, Operator op, std::string_view rhs) {
  if (std::max(lhs.size(), rhs.size()) <= inline_bytes_max / 2) return {};
  std::string result = "\n  left:  " + shortened(lhs, operand_bytes_max) +
                       "\n  right: " + shortened(rhs, operand_bytes_max);
  if (op == Operator::equal) result += first_difference(lhs, rhs);
  return result;
}

}  // namespace dyntest::check::detail
