// Worker and controller at the two ends of a batch.
#include <atomic>
#include <thread>

#include "conftest.hpp"
#include "testing/runner/claims.hpp"

using dyntest::runner::Claims;

TEST(tests_are_claimed_until_none_is_left) {
  Claims claims;
  CHECK(!claims.claim());
  claims.add(2);
  CHECK(claims.claim());
  CHECK(claims.left() == 1u);
  CHECK(claims.claim());
  CHECK(!claims.claim());
}

TEST(what_is_withdrawn_cannot_be_claimed) {
  Claims claims;
  claims.add(3);
  CHECK(claims.claim());
  CHECK(claims.withdraw(2));
  CHECK(!claims.claim());
  claims.add(1);
  CHECK(claims.claim());
}

TEST(what_is_begun_cannot_be_withdrawn) {
  Claims claims;
  claims.add(3);
  CHECK(claims.claim());
  CHECK(!claims.withdraw(3));
  CHECK(claims.left() == 2u);
}

TEST(each_test_goes_to_one_of_both_sides) {
  constexpr std::uint32_t all = 100'000;
  Claims claims;
  claims.add(all);
  std::atomic<bool> go = false;
  std::uint32_t claimed = 0;
  std::uint32_t withdrawn = 0;
  std::thread worker{[&] {
    go = true;
    while (claims.claim()) ++claimed;
  }};
  while (!go) std::this_thread::yield();
  while (claims.withdraw(1)) ++withdrawn;
  worker.join();
  CHECK(claimed + withdrawn == all);
}
