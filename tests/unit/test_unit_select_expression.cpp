// The language of -k and -m. Error texts and columns are those that pytest 9.2 prints.
#include <string>

#include "conftest.hpp"
#include "testing/select/expression.hpp"

using namespace dyntest::model;
using dyntest::select::check_mark_names;
using dyntest::select::Expression;

namespace {

constexpr auto by_keyword = Expression::Kind::keyword;
constexpr auto by_mark = Expression::Kind::mark;

Item sample() {
  Item item;
  item.file = "tests/unit/test_unit_kv_store.cpp";
  item.class_name = "TestStore";
  item.name = "puts_blocks";
  item.parameters = "etcd-4";
  item.has_parameters = true;
  item.marks = {{"vllm", {}},
                {"gpu", {{"n", std::int64_t{2}}, {"kind", std::string{"H100"}}}},
                {"xfail", {{"strict", true}}}};
  return item;
}

bool matches(const std::string& text, Expression::Kind kind) {
  const auto expression = Expression::parse(text, kind);
  REQUIRE(expression.has_value());
  return expression->matches(sample());
}

std::string error_of(const std::string& text, Expression::Kind kind = by_mark) {
  const auto expression = Expression::parse(text, kind);
  return expression ? "no error" : expression.error().text();
}

}  // namespace

TEST(matches_parts_of_names_with_k, (std::string text, bool expected),
     cases(row("put", true), row("PUTS", true), row("teststore", true), row("etcd-4]", true),
           row("kv_store.cpp", true), row("unit", true), row("tests", true), row("vllm", true),
           row("h100", false), row("mem", false))) {
  CHECK(matches(text, by_keyword) == expected);
}

TEST(matches_marks_with_m, (std::string text, bool expected),
     cases(row("vllm", true), row("vll", false), row("VLLM", false), row("puts_blocks", false),
           row("gpu(n=2)", true), row("gpu(n=3)", false), row("gpu(n='2')", false),
           row("gpu(n=2, kind=\"H100\")", true).id("both"), row("gpu(size=2)", false),
           row("gpu(n=None)", false), row("xfail(strict=True)", true),
           row("xfail(strict=1)", true).id("true_is_1"), row("gpu(n=-2)", false))) {
  CHECK(matches(text, by_mark) == expected);
}

TEST(binds_not_before_and_before_or, (std::string text, bool expected),
     cases(row("vllm and not gpu", false), row("not vllm or gpu", true),
           row("none and none or vllm", true), row("vllm or none and none", true),
           row("(vllm or none) and none", false), row("not not vllm", true),
           row("not(vllm and none)", true), row("((vllm))", true))) {
  CHECK(matches(text, by_mark) == expected);
}

TEST(matches_everything_when_blank) {
  CHECK(matches("", by_keyword));
  CHECK(matches("  ", by_mark));
}

TEST(points_at_a_mistake, (std::string text, std::string what),
     cases(row("a and",
               "at column 6: expected not OR left parenthesis OR identifier; "
               "got end of input")
               .id("and"),
           row("(a", "at column 3: expected right parenthesis; got end of input").id("open"),
           row("a b", "at column 3: expected end of input; got identifier").id("two_names"),
           row("a or or",
               "at column 6: expected not OR left parenthesis OR identifier; "
               "got or")
               .id("or_or"),
           row("a $", "at column 3: unexpected character \"$\"").id("character"),
           row("\xc3\xa9 $", "at column 3: unexpected character \"$\"").id("characters_count"),
           row("gpu()", "at column 5: expected identifier; got right parenthesis").id("empty"),
           row("gpu(n)", "at column 6: expected =; got right parenthesis").id("no_value"),
           row("gpu(n=a)", "at column 7: unexpected character/s \"a\"").id("no_literal"),
           row("gpu(2=2)", "at column 5: not a valid identifier 2").id("no_identifier"),
           row("gpu(n='a)", "at column 7: closing quote \"'\" is missing").id("quote"),
           row("gpu(n='a\\b')",
               "at column 9: escaping with \"\\\" not supported in marker "
               "expression")
               .id("backslash"))) {
  CHECK(error_of(text) == "Wrong expression passed to '-m': " + text + ": " + what);
}

TEST(names_the_option_in_an_error) {
  CHECK(error_of(" a and", by_keyword).starts_with("Wrong expression passed to '-k': a and: "));
  CHECK(error_of("gpu(n=2)", by_keyword) == "Keyword expressions do not support call parameters.");
}

TEST(knows_declared_marks, (std::string text, std::string error),
     cases(row("vllm and not gpu(n=2)", "none"),
           row("vlm",
               "Unknown mark in -m: 'vlm' (did you mean 'vllm'?). "
               "dyntest --markers lists them.")
               .id("near"),
           row("zebra or x",
               "Unknown marks in -m: 'zebra', 'x'. "
               "dyntest --markers lists them.")
               .id("far"))) {
  const auto expression = Expression::parse(text, by_mark);
  REQUIRE(expression.has_value());
  const auto checked = check_mark_names(*expression, {{"vllm", "", ""}, {"gpu(n)", "", ""}});
  CHECK((checked ? "none" : checked.error().text()) == error);
}
