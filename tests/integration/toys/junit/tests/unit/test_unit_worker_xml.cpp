#include <cstdlib>

#include "conftest.hpp"

TEST(odd_characters, (const char* text), cases("<&>\"'")) {
  CHECK(text == nullptr);
  FAIL("bell \a and \xff");
}

TEST(skips, skip("not here")) {}

TEST(expected, xfail("bug 12")) { CHECK(false); }

TEST(dies) { std::abort(); }
