#include "conftest.hpp"

TEST(only) {}
