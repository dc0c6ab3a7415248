#include <cstdio>
#include <cstdlib>
#include <string>

#include "conftest.hpp"
#include "testing/builtin/record_property.hpp"

using dyntest::builtin::RecordProperty;

TEST(passes) { std::puts("hello from test"); }

TEST(fails, (RecordProperty& record)) {
  record("ttft_ms", 12.5);
  std::puts("about to fail");
  const std::string text = "]]> <&";
  CHECK(text.empty());
  REQUIRE(text.size() == 1u);
}

TEST(is_skipped, skip("no GPU here")) {}

TEST(has_a_bug, xfail("bug 12")) { REQUIRE(false); }

TEST(has_none_any_more, xfail("bug 13")) {}

TEST(ends_badly, (Broken&)) {}

TEST(dies) { std::abort(); }

TEST(DISABLED_elsewhere) {}

TEST(takes, (std::string text, int number),
     cases(row("ab-c", 2), row("ab_c", 2), row("a:b;[c]*? #.$", -3), row("", 1), row("'\"\\", 0))) {
  CHECK((number != 0 || text.empty()));
}

TEST(takes_nothing, (std::string), cases("")) {}

TEST_CLASS(TestPlanner){};

TEST_F(TestPlanner, scales, (int n), cases(2, 8)) { CHECK(n < 8); }
