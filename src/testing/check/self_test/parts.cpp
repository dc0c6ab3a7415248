// SUBTEST, NOTE and tables.
#include <memory>
#include <stdexcept>
#include <string>

#include "harness.hpp"
#include "testing/check/check.hpp"
#include "testing/check/table.hpp"

namespace {

using self_test::expect;
using self_test::fails;
using self_test::passes;

void test_subtests() {
  const auto goes_on = [] {
    SUBTEST("first") { REQUIRE(1 == 2); };
    SUBTEST(std::string{"second"}) { throw std::runtime_error{"no port"}; };
    SUBTEST("third") { CHECK(true); };
    CHECK(3 == 4);
  };
  fails("a part ends by itself", goes_on,
        "REQUIRE(1 == 2)\n  with subtest: first\n"
        "std::runtime_error: no port\n  with subtest: second\n"
        "CHECK(3 == 4)");
  const auto nested = [] {
    SUBTEST("outer") {
      SUBTEST("inner") { CHECK(1 == 2); };
    };
  };
  fails("parts of parts", nested, "CHECK(1 == 2)\n  with subtest: inner\n  with subtest: outer");
  expect("SkipTest passes through", self_test::run([] {
                                      SUBTEST("part") { SKIP("no gpu"); };
                                    }).left_by,
         "SkipTest: no gpu");
}

void test_notes() {
  const auto tells = [] {
    int round = 1;
    NOTE(round);
    NOTE("while it drains");
    NOTE(round + 40);
    round = 2;
    CHECK(false);
  };
  fails("notes tell values as they are, innermost first", tells,
        "CHECK(false)\n  with round + 40: 41\n  with while it drains\n  with round: 2");
  const auto ended = [] {
    {
      NOTE("over");
    }
    CHECK(false);
  };
  fails("a note ends with its scope", ended, "CHECK(false)");
  const auto shows = [] {
    int calls = 0;
    const auto next = [&calls] { return ++calls; };
    const std::string model = "llama";
    CHECK(SHOW(model.size()) == 5 && SHOW(next()) == 2);
    CHECK(SHOW(model) == "x");
    CHECK(SHOW(std::string{"te"} + "mp").size() == 3);
    CHECK(SHOW(calls) == 2);
  };
  fails("what is shown ends with its check, and is evaluated once", shows,
        "CHECK(false)\n  with next(): 1\n  with model.size(): 5\n"
        "CHECK(\"llama\" == \"x\")\n  with model: \"llama\"\n"
        "CHECK(4 == 3)\n  with std::string{\"te\"} + \"mp\": \"temp\"\n"
        "CHECK(1 == 2)\n  with calls: 1");
  passes("what is shown can be changed and moved", [] {
    int number = 1;
    SHOW(number) += 1;
    const auto owned = SHOW(std::make_unique<int>(number));
    CHECK(*owned == 2);
  });
  const auto not_reached = [] {
    const int* const none = nullptr;
    CHECK(SHOW(none) != nullptr && SHOW(*none) == 1);
  };
  fails("what && leaves out is not evaluated", not_reached, "CHECK(false)\n  with none: nullptr");
  passes("notes of a passing check cost nothing", [] {
    NOTE(std::string{"text"});
    CHECK(true);
  });
}

void test_tables() {
  const auto shows = [] {
    dyntest::check::Table table{"worker", "blocks"};
    table.row("w0", 12);
    table.row(std::string{"worker-1"}, 7);
    table.row("w2");
    NOTE(table);
    CHECK(false);
  };
  fails("columns are as wide as they must be", shows,
        "CHECK(false)\n  with table:\n    worker    blocks\n    w0        12\n"
        "    worker-1  7\n    w2        ");
}

}  // namespace

void test_parts() {
  test_subtests();
  test_notes();
  test_tables();
}
