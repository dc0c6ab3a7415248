// One behaviour a test, named as the behaviour. A reference is a fixture, found by its type; a
// value takes a column of `cases`.
#include "conftest.hpp"

TEST(keeps_what_is_put_in, (Basket& basket)) {
  basket.items.push_back("plum");
  REQUIRE(basket.items.size() == 3);
  CHECK(basket.items.back() == "plum");
}

TEST(counts_words, (std::string text, std::size_t count),
     cases(row("", 0u).id("none"), row("apple", 1u), row("apple pear", 2u))) {
  CHECK(words(text).size() == count);
}
