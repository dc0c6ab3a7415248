// Phases whose lengths cannot be mistaken for each other's, on a busy machine neither.
#include <chrono>

#include "conftest.hpp"

using Clock = std::chrono::steady_clock;

// Returns how long it took in the end.
Clock::duration busy_for(Clock::duration time) {
  const auto begin = Clock::now();
  while (Clock::now() < begin + time) continue;
  return Clock::now() - begin;
}

struct Slow {
  Clock::duration set_up;
  void teardown() { busy_for(std::chrono::milliseconds{20}); }
};
FIXTURE(Slow) { return Slow{busy_for(std::chrono::milliseconds{500})}; }

TEST(has_a_slow_fixture, (Slow& slow)) { busy_for(3 * slow.set_up); }
