"""The frameworks that are compared, and how a test and a check are written in each."""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOM = ROOT / "src/testing/check"


@dataclass(frozen=True)
class Framework:
    name: str
    head: str  # what a test file starts with
    test: str  # opens test {n}
    check: str  # compares {a} with {b}
    rich_test: str  # opens test NUMBER with a fixture of its own and three rows, as far as `a`
    ours: bool = False
    implementation: str = ""  # goes in front of `head` in the one file that has main
    link: tuple[str, ...] = ()

    def checks(self, a: str, b: str) -> str:
        return self.check.format(a=a, b=b)


# Our checks need no runner: without one, a plain main calls the loop.
DYNTEST = Framework(
    name="dyntest",
    head='#include "testing/check/check.hpp"',
    test="TEST(test_{n})",
    check="CHECK({a} == {b});",
    rich_test="""\
struct Start_NUMBER { int value; };
FIXTURE(Start_NUMBER) { return Start_NUMBER{value(NUMBER)}; }
TEST(test_NUMBER, (Start_NUMBER& start, int step, bool warm),
     cases(row(2, true), row(8, true), row(64, false))) {
  const int a = start.value + step + warm;""",
    ours=True,
)

# doctest has no rows: its manual loops, a SUBCASE for each.
DOCTEST_RICH_TEST = """\
struct Start_NUMBER { int start = value(NUMBER); };
TEST_CASE_FIXTURE(Start_NUMBER, "test NUMBER") {
  int step = 0;
  bool warm = false;
  SUBCASE("2") { step = 2, warm = true; }
  SUBCASE("8") { step = 8, warm = true; }
  SUBCASE("64") { step = 64, warm = false; }
  const int a = start + step + warm;"""

OTHERS = (
    Framework(
        name="GoogleTest 1.12",
        head="#include <gtest/gtest.h>",
        test="TEST(suite, test_{n})",
        check="EXPECT_EQ({a}, {b});",
        rich_test="""\
struct Start_NUMBER : testing::TestWithParam<std::tuple<int, bool>> { int start = value(NUMBER); };
INSTANTIATE_TEST_SUITE_P(rows, Start_NUMBER, testing::Values(
    std::tuple{2, true}, std::tuple{8, true}, std::tuple{64, false}));
TEST_P(Start_NUMBER, test) {
  const auto [step, warm] = GetParam();
  const int a = start + step + warm;""",
        link=("-lgtest", "-lgtest_main"),
    ),
    Framework(
        name="doctest 2.4 CHECK",
        head="#include <doctest/doctest.h>",
        test='TEST_CASE("test {n}")',
        check="CHECK({a} == {b});",
        rich_test=DOCTEST_RICH_TEST,
        implementation="#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN",
    ),
    Framework(
        name="doctest 2.4 CHECK_EQ, fast",
        head="#define DOCTEST_CONFIG_SUPER_FAST_ASSERTS\n#include <doctest/doctest.h>",
        test='TEST_CASE("test {n}")',
        check="CHECK_EQ({a}, {b});",
        rich_test=DOCTEST_RICH_TEST,
        implementation="#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN",
    ),
    Framework(
        name="Catch2 2.13",
        head="#include <catch2/catch.hpp>",
        test='TEST_CASE("test {n}")',
        check="CHECK({a} == {b});",
        rich_test="""\
struct Start_NUMBER { int start = value(NUMBER); };
TEST_CASE_METHOD(Start_NUMBER, "test NUMBER") {
  const auto [step, warm] = GENERATE(table<int, bool>({{2, true}, {8, true}, {64, false}}));
  const int a = start + step + warm;""",
        implementation="#define CATCH_CONFIG_MAIN",
    ),
)

ALL = (DYNTEST, *OTHERS)
