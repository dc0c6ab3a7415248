#include "conftest.hpp"

TEST(runs) {}
