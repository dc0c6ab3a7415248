#include <stdexcept>

#include "conftest.hpp"

struct Broken {};
FIXTURE(Broken) {
  if (true) throw std::runtime_error("no port free");
  return Broken{};
}

TEST(fails) { CHECK(1 == 2); }
TEST(passes) {}
TEST(cannot_start, (Broken&)) {}
TEST(fails_alone) { CHECK(2 == 3); }
TEST(is_not_reached) {}
