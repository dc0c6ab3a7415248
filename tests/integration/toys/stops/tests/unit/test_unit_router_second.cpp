#include "conftest.hpp"

TEST(is_not_reached_either) {}
