#include "testing/select/detail/scanner.hpp"

#include <fmt/format.h>

#include <utility>

#include "testing/select/detail/ascii.hpp"

namespace dyntest::select::detail {

namespace {

bool belongs_to_word(char c) {
  constexpr std::string_view others = ":+-.[]\\/";
  return is_letter(c) || is_digit(c) || others.find(c) != std::string_view::npos;
}

std::optional<TokenKind> punctuation(char c) {
  switch (c) {
    case '(':
      return TokenKind::left_parenthesis;
    case ')':
      return TokenKind::right_parenthesis;
    case '=':
      return TokenKind::equal;
    case ',':
      return TokenKind::comma;
    default:
      return std::nullopt;
  }
}

TokenKind kind_of_word(std::string_view word) {
  if (word == "or") return TokenKind::or_;
  if (word == "and") return TokenKind::and_;
  if (word == "not") return TokenKind::not_;
  return TokenKind::identifier;
}

}  // namespace

std::string_view name_of(TokenKind kind) {
  switch (kind) {
    case TokenKind::left_parenthesis:
      return "left parenthesis";
    case TokenKind::right_parenthesis:
      return "right parenthesis";
    case TokenKind::or_:
      return "or";
    case TokenKind::and_:
      return "and";
    case TokenKind::not_:
      return "not";
    case TokenKind::identifier:
      return "identifier";
    case TokenKind::end:
      return "end of input";
    case TokenKind::equal:
      return "=";
    case TokenKind::string:
      return "string literal";
    case TokenKind::comma:
      return ",";
  }
  return "";
}

Scanner::Scanner(std::string_view text) : text_{text} { advance(); }

std::optional<Token> Scanner::accept(TokenKind kind) {
  if (error_ || current_.kind != kind) return std::nullopt;
  const Token token = current_;
  if (kind != TokenKind::end) advance();
  return token;
}

void Scanner::advance() {
  while (position_ < text_.size() && (text_[position_] == ' ' || text_[position_] == '\t')) {
    ++position_;
  }
  if (position_ == text_.size()) {
    current_ = {TokenKind::end, {}, position_};
  } else if (const auto kind = punctuation(text_[position_])) {
    current_ = {*kind, text_.substr(position_, 1), position_};
    ++position_;
  } else if (text_[position_] == '\'' || text_[position_] == '"') {
    current_ = read_string();
  } else {
    current_ = read_word();
  }
}

Token Scanner::read_string() {
  const char quote = text_[position_];
  const std::size_t end = text_.find(quote, position_ + 1);
  if (end == std::string_view::npos) {
    return fail(fmt::format("closing quote \"{}\" is missing", quote), position_);
  }
  const Token token{TokenKind::string, text_.substr(position_ + 1, end - position_ - 1), position_};
  const std::size_t backslash = token.text.find('\\');
  if (backslash != std::string_view::npos) {
    return fail("escaping with \"\\\" not supported in marker expression",
                position_ + 1 + backslash);
  }
  position_ = end + 1;
  return token;
}

Token Scanner::read_word() {
  std::size_t end = position_;
  while (end < text_.size() && belongs_to_word(text_[end])) ++end;
  if (end == position_) {
    return fail(fmt::format("unexpected character \"{}\"", text_[position_]), position_);
  }
  const std::string_view word = text_.substr(position_, end - position_);
  return {kind_of_word(word), word, std::exchange(position_, end)};
}

Token Scanner::fail(std::string message, std::size_t position) {
  error_ = SyntaxError{std::move(message), position};
  return {TokenKind::end, {}, position};
}

}  // namespace dyntest::select::detail
