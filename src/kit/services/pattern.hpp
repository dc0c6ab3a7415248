// What a line must hold: a text as it stands, or a regular expression.
//
//   Pattern{"Server is ready"}             the text, anywhere in the line
//   regex(R"(listening on .*:\d+$)")       ECMAScript's syntax, anywhere in the line
//
// Who uses it: ready::log_line. A search in one line only.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace dyntest::services {

class Pattern {
 public:
  Pattern(std::string text);
  Pattern(const char* text) : Pattern{std::string{text}} {}

  bool is_in(std::string_view line) const;
  // As it was written: `"Server is ready"`, `/ready$/`.
  std::string text() const;
  // What is wrong with the expression; it is in no line then.
  std::optional<std::string> mistake() const;

 private:
  friend Pattern regex(const std::string& expression);
  struct Expression;

  std::string text_;
  std::shared_ptr<const Expression> expression_;  // none = a plain text
};

// A line's bytes beyond the first 4096 are not searched.
Pattern regex(const std::string& expression);

}  // namespace dyntest::services
