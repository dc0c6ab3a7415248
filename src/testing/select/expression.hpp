// The language of -k and -m, exactly pytest's:
//
//   expression := and_expression ("or" and_expression)*
//   and_expression := not_expression ("and" not_expression)*
//   not_expression := "not" not_expression | "(" expression ")" | name [ "(" arguments ")" ]
//   arguments := name "=" value ("," name "=" value)*             only in -m
//   name := one or more of  letters digits _ : + - . [ ] \ /
//   value := quoted text without backslashes | whole number | True | False | None
//
// Parsed once, then matched against any number of items. Used by whoever selects tests.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/error.hpp"
#include "testing/model/item.hpp"

namespace dyntest::select {

class Expression {
 public:
  // keyword (-k): a name matches where it is part of a name of the item, its class, file or
  // folders, or of a mark; without case. mark (-m): a name is a mark's, and the arguments given
  // equal the mark's.
  enum class Kind { keyword, mark };

  // An error is the whole line that the user is to see:
  //   Wrong expression passed to '-k': a and: at column 6: expected not OR …; got end of input
  static base::Result<Expression> parse(std::string_view text, Kind kind);

  // Blank text matches everything.
  bool matches(const model::Item& item) const;

  // The names it asks for, in order, each once.
  std::vector<std::string> names() const;

 private:
  friend class Parser;
  enum class Operation { name, not_, and_, or_ };
  struct Node {
    Operation operation = Operation::name;
    std::string name;                              // in lower case for -k
    std::vector<model::MarkArgument> arguments{};  // of a name
    std::size_t left = 0;                          // operands, as indices of nodes_
    std::size_t right = 0;
  };

  template <class Matcher>
  bool evaluate(std::size_t node, const Matcher& matcher) const;

  Kind kind_ = Kind::keyword;
  std::vector<Node> nodes_;
  std::size_t root_ = 0;
};

// Whether every name in a -m expression is a declared mark's:
//   Unknown mark in -m: 'vlm' (did you mean 'vllm'?). dyntest --markers lists them.
base::Status check_mark_names(const Expression& expression,
                              const std::vector<model::MarkDeclaration>& declared);

}  // namespace dyntest::select
