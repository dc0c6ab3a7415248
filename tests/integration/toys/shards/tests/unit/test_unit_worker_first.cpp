// Tests that shards share among them.
#include "conftest.hpp"

TEST(passes) {}

TEST(fails) { CHECK(1 == 2); }

TEST(takes, (int number), cases(1, 2, 3)) { CHECK(number > 0); }
