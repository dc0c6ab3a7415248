#include "../../conftest.hpp"

TEST(the_nearest_wins) { CHECK(setting<int>("workers") == 8); }
