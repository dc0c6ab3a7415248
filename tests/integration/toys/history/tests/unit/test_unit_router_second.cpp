#include "conftest.hpp"

TEST(passes) {}
