// Fails now and then.
#include "conftest.hpp"

namespace {
int calls = 0;
}  // namespace

TEST(fails_the_second_time) { CHECK(++calls != 2); }

TEST(takes, (int number), cases(row(1), row(2))) { CHECK(number > 0); }
