#include "conftest.hpp"

TEST(misspells_a_mark, workr) {}
