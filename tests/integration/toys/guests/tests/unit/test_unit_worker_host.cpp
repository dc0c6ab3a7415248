// Tests of ours, in one run with those of others.
#include "conftest.hpp"

TEST(runs_beside_guests) {}
TEST(is_slow, slow) {}
