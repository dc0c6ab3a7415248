// A suite of doctest's.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <csignal>
#include <stdexcept>
#include <string>

TEST_SUITE("network") {
  TEST_CASE("scales up, down \\ and \"out\"") { CHECK(1 + 1 == 2); }
  TEST_CASE("keeps its limits") {
    INFO("eight workers");
    CHECK_MESSAGE(1 + 1 == 3, "too many");
    SUBCASE("at the start") { REQUIRE(std::string{"a"} == "b"); }
  }
}
TEST_CASE("keeps its limits") {}
TEST_CASE("is skipped" * doctest::skip()) { FAIL(""); }
TEST_CASE("throws") { throw std::runtime_error("no worker for model"); }
TEST_CASE("may fail" * doctest::may_fail()) { CHECK(false); }
TEST_CASE("should fail" * doctest::should_fail()) { CHECK(true); }
TEST_CASE("gives up") { FAIL("no plan"); }
TEST_CASE("is killed") { std::raise(SIGKILL); }
TEST_CASE("only warns") { WARN(1 == 2); }
TEST_CASE_TEMPLATE("is the same for", T, int, float) { CHECK(T(1) == T(1)); }
