// More of them, in another file.
#include "conftest.hpp"

TEST(is_skipped, skip("no GPU here")) {}

TEST(is_slow) {}

TEST(is_slower) {}
