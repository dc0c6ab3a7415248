// Builds text for a terminal: colours, the column reached, rules that fill the width. Knows nothing
// of tests, and writes nowhere: whoever owns it takes what was built.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace dyntest::report {

enum class Colour { none, red, green, yellow, cyan };

struct Style {
  Colour colour = Colour::none;
  bool bold = false;
};

class Writer {
 public:
  Writer(std::size_t width, bool colour) : width_{width}, colour_{colour} {}

  void write(std::string_view text, Style style = {});
  void line(std::string_view text = {}, Style style = {});
  // Ends the line that was begun, if one was.
  void fresh_line();
  // `===== title =====` over the whole width; at least one character on either side.
  void rule(char fill, std::string_view title, Style style = {});
  // The same for a title with marked-up parts, whose width is not its length.
  void rule(char fill, std::string_view title, std::size_t title_width, Style style);
  // A rule of `_ _ _`, between the parts of one report.
  void dashes();

  std::size_t column() const { return column_; }
  std::size_t width() const { return width_; }

  // The escape sequences that begin and end a style; empty without colour.
  std::string begin(Style style) const;
  std::string_view end(Style style) const;

  bool empty() const { return text_.empty(); }
  // What was built since the last call.
  std::string take() { return std::exchange(text_, {}); }

 private:
  std::size_t width_;
  bool colour_;
  std::size_t column_ = 0;
  std::string text_;
};

}  // namespace dyntest::report
