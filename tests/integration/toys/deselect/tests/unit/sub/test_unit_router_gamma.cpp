#include "conftest.hpp"

TEST(drains) {}
