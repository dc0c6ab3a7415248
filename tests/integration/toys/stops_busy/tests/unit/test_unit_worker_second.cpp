#include "conftest.hpp"

TEST(fails_while_the_other_is_busy, (StopWitness&)) {
  EVENTUALLY(30, std::filesystem::exists(first_is_busy()));
  CHECK(2 == 3);
}
