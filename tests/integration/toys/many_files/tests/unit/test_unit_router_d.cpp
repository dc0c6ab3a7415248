#include "conftest.hpp"

TEST(one) {}
TEST(two) {}
