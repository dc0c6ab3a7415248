#include "testing/check/explain.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace dyntest::check::detail {
namespace {

constexpr std::size_t lines_shown_max = 12;  // of each side
constexpr std::size_t columns_max = 160;     // of a line

using Lines = std::vector<std::string_view>;

Lines lines_of(std::string_view text) {
  Lines lines;
  while (true) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return lines;
    text.remove_prefix(end + 1);
  }
}

void tell(Sink& sink, const char* sign, std::string_view line) {
  Sink quoted{columns_max};
  quoted.quoted({line.data(), line.size()});
  sink.text("\n    ");
  sink.text(sign);
  sink.text(quoted.written());
}

void tell_all(Sink& sink, const char* sign, Lines::const_iterator line, Lines::const_iterator end) {
  const auto left_out = end - line - static_cast<std::ptrdiff_t>(lines_shown_max);
  for (; line != end && (left_out <= 0 || end - line > left_out); ++line) tell(sink, sign, *line);
  if (left_out <= 0) return;
  sink.text("\n    ");
  sink.text(sign);
  sink.text("… (" + std::to_string(left_out) + " more lines)");
}

}  // namespace

bool Differences::begin(const char* what) {
  if (told_ > differences_max) return false;
  ++told_;
  sink_.text("\n  ");
  if (told_ > differences_max) {
    sink_.text("…");
    return false;
  }
  sink_.text(what);
  return true;
}

// The lines between what both have in front and what both have behind.
void explain_texts(Sink& sink, Text left, Text right) {
  const std::string_view lhs{left.data, left.size};
  const std::string_view rhs{right.data, right.size};
  if (lhs.find('\n') == lhs.npos && rhs.find('\n') == rhs.npos) return;
  const Lines l = lines_of(lhs);
  const Lines r = lines_of(rhs);
  const auto [l_begin, r_begin] = std::mismatch(l.begin(), l.end(), r.begin(), r.end());
  auto l_end = l.end();
  auto r_end = r.end();
  while (l_end != l_begin && r_end != r_begin && *(l_end - 1) == *(r_end - 1)) --l_end, --r_end;
  sink.text("\n  line " + std::to_string(l_begin - l.begin() + 1) + ", - left, + right:");
  if (l_begin != l.begin()) tell(sink, "  ", *(l_begin - 1));
  tell_all(sink, "- ", l_begin, l_end);
  tell_all(sink, "+ ", r_begin, r_end);
  if (l_end != l.end()) tell(sink, "  ", *l_end);
}

}  // namespace dyntest::check::detail
