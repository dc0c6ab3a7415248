#include "conftest.hpp"

TEST(last) {}
