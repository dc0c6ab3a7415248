#include "conftest.hpp"

TEST(waits_for_the_lock, lock("port")) { CHECK(!shown("held")); }
