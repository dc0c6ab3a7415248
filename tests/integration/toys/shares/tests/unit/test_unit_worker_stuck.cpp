// A test that is stuck keeps nobody behind it waiting: another worker runs them.
#include "conftest.hpp"

TEST(waits_for_the_one_behind) { EVENTUALLY(60, shown("taken over")); }

TEST(is_taken_over) { show("taken over"); }
