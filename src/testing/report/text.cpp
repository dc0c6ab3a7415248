#include "testing/report/text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "foundation/base/shell_word.hpp"
#include "testing/report/utf8.hpp"

namespace dyntest::report {

namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// The blocks that matter of Unicode's EastAsianWidth.txt (W and F) and of the zero-width
// categories.
constexpr Range wide[] = {{0x1100, 0x115f},   {0x2e80, 0x303e},   {0x3041, 0x33ff},
                          {0x3400, 0x4dbf},   {0x4e00, 0x9fff},   {0xa000, 0xa4cf},
                          {0xac00, 0xd7a3},   {0xf900, 0xfaff},   {0xfe30, 0xfe6f},
                          {0xff00, 0xff60},   {0xffe0, 0xffe6},   {0x1f300, 0x1f64f},
                          {0x1f680, 0x1f6ff}, {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd}};
constexpr Range narrow[] = {{0x0000, 0x001f}, {0x007f, 0x009f}, {0x0300, 0x036f},
                            {0x200b, 0x200f}, {0x2028, 0x202e}, {0x2060, 0x2063},
                            {0x20d0, 0x20ff}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}};

bool within(const auto& ranges, char32_t value) {
  return std::ranges::any_of(
      ranges, [value](Range range) { return value >= range.first && value <= range.last; });
}

std::size_t width_of(char32_t value) {
  if (value >= 0x20 && value < 0x7f) return 1;
  if (within(narrow, value)) return 0;
  return within(wide, value) ? 2 : 1;
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    width += point.valid ? width_of(point.value) : 1;
    text.remove_prefix(point.size);
  }
  return width;
}

std::optional<std::string> fitted(std::string_view text, std::size_t columns) {
  constexpr std::string_view ellipsis = "...";
  if (columns < ellipsis.size()) return std::nullopt;
  if (display_width(text) <= columns) return std::string{text};
  std::size_t width = ellipsis.size();
  std::size_t taken = 0;
  while (taken < text.size()) {
    const CodePoint point = first_code_point(text.substr(taken));
    width += point.valid ? width_of(point.value) : 1;
    if (width > columns) break;
    taken += point.size;
  }
  return std::string{text.substr(0, taken)}.append(ellipsis);
}

std::string_view first_line(std::string_view text) { return text.substr(0, text.find('\n')); }

std::string_view without_last_newline(std::string_view text) {
  while (text.ends_with('\n')) text.remove_suffix(1);
  return text;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::string_view line = first_line(text);
    lines.push_back(line);
    text.remove_prefix(std::min(text.size(), line.size() + 1));
  }
  return lines;
}

std::string again_line(std::string_view command, std::string_view node_id) {
  return fmt::format("again: {} {}", command, base::shell_word(node_id));
}

std::string counted(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

}  // namespace dyntest::report
