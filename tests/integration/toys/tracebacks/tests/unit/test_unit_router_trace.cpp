// Failures as the source shows them: here and there, one and several, over several lines.
#include <stdexcept>

#include "conftest.hpp"

void expect_positive(int value) {
  // a helper of the tests
  CHECK(value > 0);
}

TEST(fails_in_a_helper) { expect_positive(-1); }

TEST(goes_on_after_a_check) {
  int replicas = 2;
  CHECK(replicas == 3);

  replicas += 2;
  CHECK(replicas ==
        5);
	CHECK(replicas == 6);  // behind a tab
  REQUIRE(replicas == 7);
  CHECK(replicas == 8);
}

TEST(throws_far_away) {
  const int nothing = 0;
  if (nothing == 0) throw std::out_of_range("no such worker");
}
