#include "conftest.hpp"

TEST(is_never_built) {}
