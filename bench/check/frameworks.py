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
    ours=True,
)

OTHERS = (
    Framework(
        name="GoogleTest 1.12",
        head="#include <gtest/gtest.h>",
        test="TEST(suite, test_{n})",
        check="EXPECT_EQ({a}, {b});",
        link=("-lgtest", "-lgtest_main"),
    ),
    Framework(
        name="doctest 2.4 CHECK",
        head="#include <doctest/doctest.h>",
        test='TEST_CASE("test {n}")',
        check="CHECK({a} == {b});",
        implementation="#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN",
    ),
    Framework(
        name="doctest 2.4 CHECK_EQ, fast",
        head="#define DOCTEST_CONFIG_SUPER_FAST_ASSERTS\n#include <doctest/doctest.h>",
        test='TEST_CASE("test {n}")',
        check="CHECK_EQ({a}, {b});",
        implementation="#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN",
    ),
    Framework(
        name="Catch2 2.13",
        head="#include <catch2/catch.hpp>",
        test='TEST_CASE("test {n}")',
        check="CHECK({a} == {b});",
        implementation="#define CATCH_CONFIG_MAIN",
    ),
)

ALL = (DYNTEST, *OTHERS)
