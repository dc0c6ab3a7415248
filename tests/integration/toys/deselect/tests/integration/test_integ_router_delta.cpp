#include "conftest.hpp"

TEST(joins) {}
