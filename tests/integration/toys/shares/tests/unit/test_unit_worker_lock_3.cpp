#include "conftest.hpp"

TEST(needs_no_lock) {
  EVENTUALLY(60, shown("held"));
  show("beside");
}

TEST(asks_for_too_much, cpu(100'000)) {}
