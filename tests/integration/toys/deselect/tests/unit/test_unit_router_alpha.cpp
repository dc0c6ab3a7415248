#include "conftest.hpp"

TEST(picks) {}
TEST(picks_warm) {}
TEST(balances, (int n), cases(1, 2, 10)) { CHECK(n > 0); }
