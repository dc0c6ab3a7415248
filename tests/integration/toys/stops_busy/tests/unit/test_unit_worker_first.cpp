#include <fstream>

#include "conftest.hpp"

TEST(fails_alone) { CHECK(1 == 2); }

TEST(is_busy_when_the_run_stops) {
  std::ofstream{first_is_busy()}.flush();
  EVENTUALLY(30, std::filesystem::exists(run_was_stopped()));
}

TEST(is_not_started) {}
