#include "conftest.hpp"

TEST(says_it_in_words) { FAIL("first line\nsecond line\n  indented"); }
