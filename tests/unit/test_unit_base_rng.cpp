// Chance that can be repeated.
#include <cstdint>
#include <set>

#include "conftest.hpp"
#include "foundation/base/rng.hpp"

using dyntest::base::Rng;

// From the reference implementation of SplitMix64 (Vigna, splitmix64.c).
TEST(gives_the_published_numbers) {
  Rng rng{1234567};
  CHECK(rng.next() == 6457827717110365317u);
  CHECK(rng.next() == 3203168211198807973u);
  CHECK(rng.next() == 9817491932198370423u);
}

TEST(other_seeds_give_other_numbers) {
  std::set<std::uint64_t> firsts;
  for (std::uint64_t seed = 0; seed < 1000; ++seed) firsts.insert(Rng{seed}.next());
  CHECK(firsts.size() == 1000u);
}

TEST(stays_below_its_bound_and_reaches_all) {
  Rng rng{42};
  std::set<std::uint64_t> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(rng.below(6));
  CHECK(seen == std::set<std::uint64_t>{0, 1, 2, 3, 4, 5});
}
