#include <cstdio>

#include "conftest.hpp"

TEST(is_told_apart) { std::puts("far"); }
