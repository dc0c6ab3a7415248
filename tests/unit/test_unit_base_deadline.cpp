// Moments after which waiting is over.
#include <chrono>
#include <limits>

#include "conftest.hpp"
#include "foundation/base/deadline.hpp"

using namespace dyntest::base;
using namespace std::chrono_literals;

TEST(passes_when_its_budget_is_spent) {
  CHECK(Deadline::in(0s).passed());
  CHECK(!Deadline::in(1h).passed());
}

TEST(knows_what_is_left) {
  const Deadline deadline = Deadline::in(1h);
  CHECK((deadline.left() > 59min));
  CHECK((deadline.left() <= 1h));
}

TEST(has_nothing_left_once_passed) {
  const Deadline deadline = Deadline::at(Clock::now() - 1s);
  CHECK((deadline.left() == Duration::zero()));
  CHECK(deadline.poll_timeout() == 0);
}

TEST(never_is_the_longest_wait) {
  CHECK(!Deadline::never().passed());
  CHECK((Deadline::never().left() == Duration::max()));
  CHECK(Deadline::never().poll_timeout() == -1);
}

TEST(budget_beyond_the_clock_means_never) {
  CHECK((Deadline::in(Duration::max()).moment() == Deadline::never().moment()));
}

// Rounded down, a loop around poll(2) would spin through the last millisecond.
TEST(poll_timeout_is_rounded_up) {
  CHECK(Deadline::in(1h + 1ns).poll_timeout() >= 3'599'000);
  CHECK(Deadline::in(900us).poll_timeout() <= 1);
  CHECK(Deadline::at(Clock::now() + 10s + 500us).poll_timeout() <= 10'001);
}

TEST(poll_timeout_fits_its_type) {
  CHECK(Deadline::in(24h * 365).poll_timeout() == std::numeric_limits<int>::max());
}

TEST(earlier_is_the_nearer_one) {
  const Deadline near = Deadline::in(1s);
  CHECK((earlier(near, Deadline::never()).moment() == near.moment()));
  CHECK((earlier(Deadline::never(), near).moment() == near.moment()));
}
