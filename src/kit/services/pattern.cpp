#include "kit/services/pattern.hpp"

#include <fmt/format.h>

#include <regex>
#include <utility>

namespace dyntest::services {
namespace {

// std::regex recurses for each byte: a longer line could overflow the stack.
constexpr std::size_t searched_bytes_max = 4096;

}  // namespace

struct Pattern::Expression {
  std::regex compiled;
  std::optional<std::string> mistake;
};

Pattern::Pattern(std::string text) : text_{std::move(text)} {}

bool Pattern::is_in(std::string_view line) const {
  if (!expression_) return line.find(text_) != std::string_view::npos;
  if (expression_->mistake) return false;
  line = line.substr(0, searched_bytes_max);
  return std::regex_search(line.begin(), line.end(), expression_->compiled);
}

std::string Pattern::text() const {
  return expression_ ? fmt::format("/{}/", text_) : fmt::format("\"{}\"", text_);
}

std::optional<std::string> Pattern::mistake() const {
  return expression_ ? expression_->mistake : std::nullopt;
}

Pattern regex(const std::string& expression) {
  auto made = std::make_shared<Pattern::Expression>();
  try {
    made->compiled.assign(expression);
  } catch (const std::regex_error& error) {
    made->mistake = error.what();
  }
  Pattern pattern{expression};
  pattern.expression_ = std::move(made);
  return pattern;
}

}  // namespace dyntest::services
