// What a failed == says beyond the two values.
#include <map>
#include <set>
#include <string>
#include <vector>

#include "harness.hpp"
#include "testing/check/check.hpp"

namespace {

using self_test::fails;

void test_sequences() {
  fails(
      "places that differ", [] { CHECK(std::vector{1, 2, 3} == std::vector{1, 5}); },
      "CHECK([1, 2, 3] == [1, 5])\n  at [1]: 2 != 5\n  only left: at [2]: 3");
  const auto many = [] { CHECK(std::vector<int>(9, 1) == std::vector<int>(9, 2)); };
  fails("not more than five", many,
        "CHECK([1, 1, 1, 1, 1, 1, 1, 1, 1] == [2, 2, 2, 2, 2, 2, 2, 2, 2])\n"
        "  at [0]: 1 != 2\n  at [1]: 1 != 2\n  at [2]: 1 != 2\n  at [3]: 1 != 2\n"
        "  at [4]: 1 != 2\n  …");
  fails(
      "only == is explained", [] { CHECK(std::vector{1} != std::vector{1}); }, "CHECK([1] != [1])");
}

void test_keyed() {
  using Map = std::map<std::string, int>;
  const auto maps = [] {
    const Map left{{"a", 1}, {"b", 2}};
    const Map right{{"b", 3}, {"c", 4}};
    CHECK(left == right);
  };
  fails("maps", maps,
        "CHECK({\"a\": 1, \"b\": 2} == {\"b\": 3, \"c\": 4})\n"
        "  at [\"b\"]: 2 != 3\n  only left: \"a\": 1\n  only right: \"c\": 4");
  fails(
      "sets", [] { CHECK(std::set{1, 2} == std::set{2, 3}); },
      "CHECK({1, 2} == {2, 3})\n  only left: 1\n  only right: 3");
}

void test_texts() {
  const auto lines = [] {
    const std::string left = "a\nb\nc\nd\n";
    CHECK(left == "a\nX\nY\nc\nd\n");
  };
  fails("lines", lines,
        "CHECK(\"a\\nb\\nc\\nd\\n\" == \"a\\nX\\nY\\nc\\nd\\n\")\n"
        "  line 2, - left, + right:\n      \"a\"\n    - \"b\"\n    + \"X\"\n    + \"Y\"\n      "
        "\"c\"");
  const auto end = [] { CHECK(std::string{"a\n"} == std::string{"a"}); };
  fails("a last newline", end,
        "CHECK(\"a\\n\" == \"a\")\n  line 2, - left, + right:\n      \"a\"\n    - \"\"");
}

}  // namespace

void test_explaining() {
  test_sequences();
  test_keyed();
  test_texts();
}
