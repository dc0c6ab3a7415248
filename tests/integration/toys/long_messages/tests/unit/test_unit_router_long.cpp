// What does not fit into a line.
#include <string>

#include "conftest.hpp"

const std::string words = "the quick brown fox jumps over the lazy dog and over ";

TEST(fails_at_length) { FAIL(words + words + words + "again\nsecond line"); }

TEST(fails_at_length_twice) {
  CHECK(words == "short");
  CHECK(words + words + words == words + words);
}

TEST(has_a_name_that_leaves_no_room_for_any_message_because_it_is_as_long_as_a_line_of_text_is) {
  FAIL("no room");
}

TEST(skips_at_length, skip("the quick brown fox jumps over the lazy dog and over the quick brown fox")) {}

TEST(expects_at_length, xfail("bug 12: the quick brown fox jumps over the lazy dog and over it again")) {
  CHECK(false);
}
