#include "conftest.hpp"

TEST(many, (int n), cases_from(numbers(95))) { CHECK(n != 93); }
