// CHECK and REQUIRE: what they record, and that they record nothing else.
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness.hpp"
#include "testing/check/check.hpp"

namespace {

using self_test::fails;
using self_test::passes;
using self_test::stops;

int calls = 0;
int counted() { return ++calls; }

void test_comparisons() {
  fails("ints", [] { CHECK(1 + 1 == 3); }, "CHECK(2 == 3)");
  fails("not equal", [] { CHECK(2 != 2); }, "CHECK(2 != 2)");
  fails("less", [] { CHECK(2 < 2); }, "CHECK(2 < 2)");
  fails("at most", [] { CHECK(3 <= 2); }, "CHECK(3 <= 2)");
  fails("greater", [] { CHECK(2 > 2); }, "CHECK(2 > 2)");
  fails("at least", [] { CHECK(1 >= 2); }, "CHECK(1 >= 2)");
  fails(
      "goes on",
      [] {
        CHECK(1 == 2);
        CHECK(3 == 4);
      },
      "CHECK(1 == 2)\nCHECK(3 == 4)");
  stops(
      "REQUIRE stops",
      [] {
        REQUIRE(1 == 2);
        CHECK(3 == 4);
      },
      "REQUIRE(1 == 2)");
  passes("REQUIRE passes", [] { REQUIRE(1 == 1); });
}

void test_signs() {
  const auto negative_is_small = [] {
    CHECK(-1 < 1u);
    CHECK(1u > -1);
    CHECK(-1 != 4294967295u);
  };
  passes("integers compare by value", negative_is_small);
  fails("-1 is not huge", [] { CHECK(-1 == 4294967295u); }, "CHECK(-1 == 4294967295)");
  fails("-1 < 1u", [] { CHECK(1u < -1); }, "CHECK(1 < -1)");
  fails(
      "small types",
      [] {
        const signed char c = -1;
        CHECK(c == 255u);
      },
      "CHECK(-1 == 255)");
  passes("large", [] {
    CHECK(18446744073709551615u > 0);
    CHECK(18446744073709551615u != -1LL);
  });
}

void test_single_values() {
  fails("false", [] { CHECK(1 > 2 && counted() > 0); }, "CHECK(false)");
  self_test::expect("&& short-circuits", std::to_string(calls), "0");
  passes("|| passes by its right side", [] { CHECK(1 == 2 || 3 == 3); });
  fails("||", [] { CHECK(1 == 2 || 3 == 4); }, "CHECK(false)");
  fails("not", [] { CHECK(!true); }, "CHECK(false)");
  fails("zero", [] { CHECK(0); }, "CHECK(0)");
  fails("bits", [] { CHECK(4 & 3); }, "CHECK(0)");
  fails("null", [] { CHECK(std::unique_ptr<int>{}); }, "CHECK(nullptr)");
  fails("empty optional", [] { CHECK(std::optional<int>{}); }, "CHECK(nullopt)");
  stops("REQUIRE of a value", [] { REQUIRE(std::optional<int>{}); }, "REQUIRE(nullopt)");
  stops("REQUIRE of a bool", [] { REQUIRE(1 == 2 && 2 == 2); }, "REQUIRE(false)");
}

void test_evaluation() {
  calls = 0;
  fails("evaluated once", [] { CHECK(counted() == 7); }, "CHECK(1 == 7)");
  self_test::expect("calls", std::to_string(calls), "1");
  const auto else_of_outer = [] {
    if (calls == 100)
      CHECK(1 == 2);
    else
      CHECK(calls == 2);
  };
  fails("a bare if", else_of_outer, "CHECK(1 == 2)");
  fails(
      "temporaries live", [] { CHECK(std::string(40, 'a') == std::string(40, 'b').c_str()); },
      "CHECK(\"" + std::string(40, 'a') + "\" == \"" + std::string(40, 'b') + "\")");
}

void test_long_operands() {
  const std::string same(60, 'x');
  fails(
      "first difference",
      [] { CHECK(std::string(60, 'x') + "left" == std::string(60, 'x') + "right"); },
      "CHECK(\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…xxxxxxxxxxxleft\" == "
      "\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…xxxxxxxxxxright\")\n"
      "  left:  \"" +
          same +
          "left\"\n"
          "  right: \"" +
          same +
          "right\"\n"
          "  first difference at byte 61:\n"
          "    …xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxleft\"\n"
          "    …xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxright\"");
  const self_test::Outcome outcome =
      self_test::run([] { CHECK(std::string(1 << 20, 'x') == "y"); });
  self_test::expect("text is bounded", outcome.recorded.size() < 2000 ? "short" : "long", "short");
}

void test_site() {
  static std::string seen;
  class Collect final : public dyntest::check::Listener {
    void failed(const dyntest::check::Failure& failure) override {
      const std::string file = failure.site.file;
      seen = file.substr(file.rfind('/') + 1) + ':' + std::to_string(failure.site.line) + ' ' +
             std::string{failure.macro.data, failure.macro.size} + ' ' +
             std::string{failure.expression.data, failure.expression.size};
    }
  } collect;
  dyntest::check::Listener* const before = dyntest::check::listen(&collect);
#line 1000
  CHECK(std::string{"a\n"} == "b, c");
  dyntest::check::listen(before);
  self_test::expect("site", seen, "expressions.cpp:1000 CHECK std::string{\"a\\n\"} == \"b, c\"");
}

}  // namespace

void test_expressions() {
  test_comparisons();
  test_signs();
  test_single_values();
  test_evaluation();
  test_long_operands();
  test_site();
}
