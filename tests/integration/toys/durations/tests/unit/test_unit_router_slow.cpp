// Phases whose lengths cannot be mistaken for each other's.
#include <chrono>

#include "conftest.hpp"

void busy_for(int milliseconds) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds{milliseconds};
  while (std::chrono::steady_clock::now() < end) continue;
}

struct Slow {
  void teardown() { busy_for(200); }
};
FIXTURE(Slow) {
  busy_for(400);
  return Slow{};
}

TEST(has_a_slow_fixture, (Slow&)) { busy_for(800); }
