#include "testing/select/expression.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <type_traits>
#include <utility>

#include "testing/select/detail/ascii.hpp"
#include "testing/select/detail/scanner.hpp"
#include "testing/select/nearest.hpp"

namespace dyntest::select {

using detail::Token;
using detail::TokenKind;

// Recursive descent; throws detail::SyntaxError, which does not leave this file.
class Parser {
 public:
  Parser(std::string_view text, Expression& result) : scanner_{text}, result_{result} {}

  void run() {
    result_.root_ = expression();
    require(TokenKind::end);
  }

 private:
  using Node = Expression::Node;
  using Operation = Expression::Operation;

  std::size_t expression() {
    std::size_t left = and_expression();
    while (scanner_.accept(TokenKind::or_)) {
      const std::size_t right = and_expression();
      left = add({Operation::or_, {}, {}, left, right});
    }
    return left;
  }

  std::size_t and_expression() {
    std::size_t left = not_expression();
    while (scanner_.accept(TokenKind::and_)) {
      const std::size_t right = not_expression();
      left = add({Operation::and_, {}, {}, left, right});
    }
    return left;
  }

  std::size_t not_expression() {
    if (scanner_.accept(TokenKind::not_))
      return add({Operation::not_, {}, {}, not_expression(), 0});
    if (scanner_.accept(TokenKind::left_parenthesis)) {
      const std::size_t inner = expression();
      require(TokenKind::right_parenthesis);
      return inner;
    }
    const auto name = scanner_.accept(TokenKind::identifier);
    if (!name) reject({TokenKind::not_, TokenKind::left_parenthesis, TokenKind::identifier});
    Node node{Operation::name, std::string{name->text}};
    if (result_.kind_ == Expression::Kind::keyword) node.name = detail::lower(name->text);
    if (scanner_.accept(TokenKind::left_parenthesis)) {
      node.arguments = arguments();
      require(TokenKind::right_parenthesis);
    }
    return add(std::move(node));
  }

  std::vector<model::MarkArgument> arguments() {
    std::vector<model::MarkArgument> arguments{argument()};
    while (scanner_.accept(TokenKind::comma)) arguments.push_back(argument());
    return arguments;
  }

  model::MarkArgument argument() {
    const Token name = require(TokenKind::identifier);
    const bool valid =
        !detail::is_digit(name.text.front()) && std::ranges::all_of(name.text, [](char c) {
          return detail::is_letter(c) || detail::is_digit(c);
        });
    if (!valid) fail(fmt::format("not a valid identifier {}", name.text), name.position);
    require(TokenKind::equal);
    if (const auto text = scanner_.accept(TokenKind::string)) {
      return {std::string{name.text}, std::string{text->text}};
    }
    return {std::string{name.text}, value(require(TokenKind::identifier))};
  }

  model::MarkValue value(const Token& token) {
    if (token.text == "True") return true;
    if (token.text == "False") return false;
    if (token.text == "None") return std::monostate{};
    std::int64_t number = 0;
    const char* end = token.text.data() + token.text.size();
    const auto read = std::from_chars(token.text.data(), end, number);
    if (read.ec == std::errc{} && read.ptr == end) return number;
    fail(fmt::format("unexpected character/s \"{}\"", token.text), token.position);
  }

  std::size_t add(Node node) {
    result_.nodes_.push_back(std::move(node));
    return result_.nodes_.size() - 1;
  }

  Token require(TokenKind kind) {
    const auto token = scanner_.accept(kind);
    if (!token) reject({kind});
    return *token;
  }

  [[noreturn]] void reject(std::initializer_list<TokenKind> expected) {
    if (scanner_.error()) throw *scanner_.error();
    std::string names;
    for (const TokenKind kind : expected) {
      names.append(names.empty() ? "" : " OR ").append(name_of(kind));
    }
    fail(fmt::format("expected {}; got {}", names, name_of(scanner_.current().kind)),
         scanner_.current().position);
  }

  [[noreturn]] static void fail(std::string message, std::size_t position) {
    throw detail::SyntaxError{std::move(message), position};
  }

  detail::Scanner scanner_;
  Expression& result_;
};

namespace {

std::string_view without_blanks_before(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(" \t"), text.size()));
}

// Columns count characters, not bytes.
std::size_t column_of(std::string_view text, std::size_t position) {
  const auto is_first_byte = [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0u) != 0x80u;
  };
  return static_cast<std::size_t>(std::ranges::count_if(text.substr(0, position), is_first_byte)) +
         1;
}

// All that -k looks at, in lower case.
std::vector<std::string> names_around(const model::Item& item) {
  std::vector<std::string> names;
  for (const auto& part : std::filesystem::path{item.file}) names.push_back(part.string());
  if (!item.class_name.empty()) names.push_back(item.class_name);
  names.push_back(item.has_parameters ? fmt::format("{}[{}]", item.name, item.parameters)
                                      : item.name);
  for (const model::Mark& mark : item.marks) names.push_back(mark.name);
  for (std::string& name : names) name = detail::lower(name);
  return names;
}

std::optional<double> number_in(const model::MarkValue& value) {
  return std::visit(
      [](const auto& held) -> std::optional<double> {
        if constexpr (std::is_arithmetic_v<std::decay_t<decltype(held)>>) {
          return static_cast<double>(held);
        } else {
          return std::nullopt;
        }
      },
      value);
}

// As Python compares: 1, 1.0 and True are equal.
bool equal(const model::MarkValue& a, const model::MarkValue& b) {
  const auto number = number_in(a);
  return number ? number == number_in(b) : a == b;
}

bool carries(const model::Mark& mark, const model::MarkArgument& wanted) {
  const auto found = std::ranges::find(mark.arguments, wanted.name, &model::MarkArgument::name);
  return found != mark.arguments.end() && equal(found->value, wanted.value);
}

bool fits(const model::Mark& mark, const std::string& name,
          const std::vector<model::MarkArgument>& arguments) {
  return mark.name == name && std::ranges::all_of(arguments, [&mark](const auto& argument) {
           return carries(mark, argument);
         });
}

}  // namespace

base::Result<Expression> Expression::parse(std::string_view given, Kind kind) {
  const std::string_view text = without_blanks_before(given);
  Expression result;
  result.kind_ = kind;
  if (text.empty()) return result;
  try {
    Parser{text, result}.run();
  } catch (const detail::SyntaxError& error) {
    return base::Error{fmt::format("Wrong expression passed to '{}': {}: at column {}: {}",
                                   kind == Kind::keyword ? "-k" : "-m", text,
                                   column_of(text, error.position), error.message)};
  }
  const bool has_arguments =
      std::ranges::any_of(result.nodes_, [](const Node& node) { return !node.arguments.empty(); });
  if (kind == Kind::keyword && has_arguments) {
    return base::Error{"Keyword expressions do not support call parameters."};
  }
  return result;
}

template <class Matcher>
bool Expression::evaluate(std::size_t index, const Matcher& matcher) const {
  const Node& node = nodes_[index];
  switch (node.operation) {
    case Operation::name:
      return matcher(node);
    case Operation::not_:
      return !evaluate(node.left, matcher);
    case Operation::and_:
      return evaluate(node.left, matcher) && evaluate(node.right, matcher);
    case Operation::or_:
      return evaluate(node.left, matcher) || evaluate(node.right, matcher);
  }
  return false;
}

bool Expression::matches(const model::Item& item) const {
  if (nodes_.empty()) return true;
  if (kind_ == Kind::mark) {
    return evaluate(root_, [&item](const Node& node) {
      return std::ranges::any_of(item.marks, [&node](const model::Mark& mark) {
        return fits(mark, node.name, node.arguments);
      });
    });
  }
  const std::vector<std::string> names = names_around(item);
  return evaluate(root_, [&names](const Node& node) {
    return std::ranges::any_of(names, [&node](const std::string& name) {
      return name.find(node.name) != std::string::npos;
    });
  });
}

std::vector<std::string> Expression::names() const {
  std::vector<std::string> names;
  for (const Node& node : nodes_) {
    if (node.operation != Operation::name) continue;
    if (std::ranges::find(names, node.name) == names.end()) names.push_back(node.name);
  }
  return names;
}

base::Status check_mark_names(const Expression& expression,
                              const std::vector<model::MarkDeclaration>& declared) {
  std::vector<std::string> known;
  for (const model::MarkDeclaration& mark : declared) {
    known.push_back(mark.signature.substr(0, mark.signature.find('(')));
  }
  std::vector<std::string> unknown;
  for (const std::string& name : expression.names()) {
    if (std::ranges::find(known, name) != known.end()) continue;
    const auto meant = nearest(name, known);
    unknown.push_back(meant ? fmt::format("'{}' (did you mean '{}'?)", name, *meant)
                            : fmt::format("'{}'", name));
  }
  if (unknown.empty()) return {};
  return base::Error{fmt::format("Unknown mark{} in -m: {}. dyntest --markers lists them.",
                                 unknown.size() > 1 ? "s" : "", fmt::join(unknown, ", "))};
}

}  // namespace dyntest::select
