#include "conftest.hpp"

TEST(passes) {}
TEST(fails) { CHECK(1 == 2); }
TEST(fails_too) { CHECK(3 == 4); }
