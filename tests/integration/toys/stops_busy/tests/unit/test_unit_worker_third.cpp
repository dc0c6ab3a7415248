#include "conftest.hpp"

TEST(is_given_to_nobody) {}
