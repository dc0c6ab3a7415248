#include "conftest.hpp"

TEST(holds_the_lock, lock("port")) {
  show("held");
  EVENTUALLY(60, shown("beside"));
  std::filesystem::remove(sign("held"));
}
