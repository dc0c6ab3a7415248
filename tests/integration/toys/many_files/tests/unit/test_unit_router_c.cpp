#include "conftest.hpp"

TEST(one) {}
TEST(two, skip("later")) {}
TEST(three, xfail("bug")) { CHECK(false); }
