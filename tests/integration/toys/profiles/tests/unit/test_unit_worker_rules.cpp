// How a test is run can be said in many places.
#include "conftest.hpp"
#include "testing/builtin/request.hpp"

TEST(is_plain) {}

TEST(is_marked, timeout(5), flaky(2)) {}

TEST(is_slow, slow) {}

TEST(takes_its_time, slow_after(0.05), nightly) {
  // Until it has been said that this takes long: the controller looks at it every 50 ms at most.
  CONSISTENTLY(2, true);
}

TEST(is_skipped, skip("not here"), weekly) {}
