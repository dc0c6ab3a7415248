#include "testing/report/writer.hpp"

#include <algorithm>

#include "testing/report/text.hpp"

namespace dyntest::report {

namespace {

std::string_view escape(Colour colour) {
  switch (colour) {
    case Colour::none:
      return "";
    case Colour::red:
      return "\x1b[31m";
    case Colour::green:
      return "\x1b[32m";
    case Colour::yellow:
      return "\x1b[33m";
    case Colour::cyan:
      return "\x1b[36m";
  }
  return "";
}

bool is_plain(Style style) { return style.colour == Colour::none && !style.bold; }

}  // namespace

std::string Writer::begin(Style style) const {
  if (!colour_) return {};
  std::string text{escape(style.colour)};
  if (style.bold) text += "\x1b[1m";
  return text;
}

std::string_view Writer::end(Style style) const {
  return colour_ && !is_plain(style) ? "\x1b[0m" : "";
}

void Writer::write(std::string_view text, Style style) {
  if (text.empty()) return;
  const auto newline = text.rfind('\n');
  if (newline == std::string_view::npos) {
    column_ += display_width(text);
  } else {
    column_ = display_width(text.substr(newline + 1));
  }
  text_.append(begin(style)).append(text).append(end(style));
}

void Writer::line(std::string_view text, Style style) {
  write(text, style);
  write("\n");
}

void Writer::fresh_line() {
  if (column_ > 0) write("\n");
}

void Writer::rule(char fill, std::string_view title, Style style) {
  rule(fill, title, display_width(title), style);
}

void Writer::rule(char fill, std::string_view title, std::size_t title_width, Style style) {
  const std::size_t taken = title_width + 2;
  const std::size_t side = std::max<std::size_t>(width_ > taken ? (width_ - taken) / 2 : 0, 1);
  const std::string edge(side, fill);
  std::string text = edge + ' ' + std::string{title} + ' ' + edge;
  if (taken + 2 * side + 1 <= width_) text += fill;
  line(text, style);
}

void Writer::dashes() {
  std::string text;
  while (text.size() + 2 <= width_) text += "_ ";
  if (text.size() < width_) text += '_';
  line(text);
}

}  // namespace dyntest::report
