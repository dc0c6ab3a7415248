// Three that can run in any order.
#include "conftest.hpp"

TEST(first) {}
TEST(second) {}
TEST(third) {}
