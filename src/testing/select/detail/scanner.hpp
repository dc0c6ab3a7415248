// Cuts a -k or -m expression into tokens, one at a time: a mistake is reported where reading first
// meets it. Used by expression.cpp alone.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace dyntest::select::detail {

enum class TokenKind {
  left_parenthesis,
  right_parenthesis,
  or_,
  and_,
  not_,
  identifier,
  end,
  equal,
  string,
  comma
};

// As error messages name it.
std::string_view name_of(TokenKind kind);

struct Token {
  TokenKind kind = TokenKind::end;
  std::string_view text;  // of a string: without its quotes
  std::size_t position = 0;
};

// What is wrong, and at which byte.
struct SyntaxError {
  std::string message;
  std::size_t position = 0;
};

class Scanner {
 public:
  // Reads the first token. `text` must outlive the scanner.
  explicit Scanner(std::string_view text);

  const Token& current() const { return current_; }
  // Moves on if the current token is of this kind.
  std::optional<Token> accept(TokenKind kind);
  // Set once something was no token; `current` then stands at the end.
  const std::optional<SyntaxError>& error() const { return error_; }

 private:
  void advance();
  Token read_string();
  Token read_word();
  Token fail(std::string message, std::size_t position);

  std::string_view text_;
  std::size_t position_ = 0;
  Token current_;
  std::optional<SyntaxError> error_;
};

}  // namespace dyntest::select::detail
