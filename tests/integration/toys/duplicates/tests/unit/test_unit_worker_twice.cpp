#include "conftest.hpp"

namespace first {
TEST(same_name) {}
}  // namespace first

namespace second {
TEST(same_name) {}
}  // namespace second

TEST(too_few_values, (int, int), cases(1, 2)) {}
