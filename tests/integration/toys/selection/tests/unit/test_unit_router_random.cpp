#include "conftest.hpp"

TEST(spreads, pre_merge) {}
