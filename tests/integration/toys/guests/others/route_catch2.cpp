// A suite of Catch2's.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
#include <cstdlib>
#include <stdexcept>

TEST_CASE("routes a request, whatever [it] holds", "[router][slow]") { CHECK(1 + 1 == 2); }

TEST_CASE("prefers the longest prefix", "[router]") {
  INFO("two workers");
  CHECK(1 + 1 == 3);
  SECTION("when warm") { REQUIRE(std::string{"a"} == "b"); }
}

TEST_CASE("is hidden", "[.][weights]") { FAIL(); }

TEST_CASE("throws") { throw std::runtime_error("no worker for model"); }

TEST_CASE("fails as it should", "[!shouldfail]") { CHECK(false); }

TEST_CASE("does not fail as it should", "[!shouldfail]") { CHECK(true); }

TEST_CASE("gives up") { FAIL("no route"); }

TEST_CASE("dies \"quietly\", * \\ ~ ::here") { std::_Exit(3); }

TEMPLATE_TEST_CASE("is the same for", "[router]", int, float) { CHECK(TestType(1) == TestType(1)); }
