#include "conftest.hpp"

TEST(same) {}
TEST(same) {}
