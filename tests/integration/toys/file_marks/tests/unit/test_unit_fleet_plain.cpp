#include "conftest.hpp"

TEST(is_quick) {}
