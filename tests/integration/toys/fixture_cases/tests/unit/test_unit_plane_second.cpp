#include "conftest.hpp"

TEST(answers, (Plane&)) {}

TEST(needs_nothing) {}

TEST(repeats, use<Batch>, use<Plane>) {}
