// Toxics one after the other, added and removed while bytes are on their way.
#include <chrono>
#include <string>

#include "conftest.hpp"
#include "faults_test_utils.hpp"
#include "kit/faults/half_open.hpp"
#include "kit/faults/latency.hpp"
#include "kit/faults/limit.hpp"

using namespace dyntest::faults;
using namespace std::chrono_literals;

TEST(without_toxics_all_comes_out_at_once) {
  TestPipe pipe;
  pipe.feed("one");
  pipe.feed(Ending::end);
  CHECK(!pipe.pipe.ending().has_value());
  CHECK(pipe.out() == "one");
  CHECK((pipe.pipe.ending() == Ending::end));
}

TEST(toxics_act_one_after_the_other) {
  TestPipe pipe{Latency{10ms}};
  pipe.add(Latency{5ms});
  pipe.feed("x");
  pipe.pass(10ms);
  CHECK(pipe.out() == "");
  pipe.pass(5ms);
  CHECK(pipe.out() == "x");
}

TEST(the_order_of_addition_is_the_order_of_effects) {
  TestPipe first{Limit{3}}, second{Latency{10ms}};
  first.add(Latency{10ms});
  second.add(Limit{3});
  first.feed("12345");
  second.feed("12345");
  CHECK(first.bites(1).bytes == 3);
  CHECK(second.bites(0).bytes == 5);
}

TEST(a_toxic_that_is_removed_lets_go_of_what_it_held) {
  TestPipe pipe{Latency{1h}};
  pipe.feed("one");
  pipe.feed("two");
  CHECK(pipe.out() == "");
  pipe.remove(0);
  CHECK(pipe.out() == "onetwo");
}

TEST(what_a_removed_toxic_held_passes_those_behind_it) {
  TestPipe pipe{Latency{1h}};
  pipe.add(Latency{10ms});
  pipe.feed("x");
  pipe.remove(0);
  CHECK(pipe.out() == "");
  pipe.pass(10ms);
  CHECK(pipe.out() == "x");
}

TEST(a_toxic_that_is_added_does_not_touch_what_has_come_out) {
  TestPipe pipe;
  pipe.feed("out");
  pipe.add(HalfOpen{});
  pipe.feed("in");
  CHECK(pipe.out() == "out");
}

TEST(a_full_pipe_accepts_no_more_until_it_is_emptied) {
  TestPipe pipe{HalfOpen{}};
  while (pipe.pipe.accepts()) pipe.feed(std::string(1000, 'x'));
  CHECK(pipe.pipe.held_bytes() >= pipe_bytes_max);
  CHECK(pipe.pipe.held_bytes() < pipe_bytes_max + 1000);
  pipe.remove(0);
  CHECK(!pipe.pipe.accepts());
  pipe.out();
  CHECK(pipe.pipe.accepts());
  CHECK(pipe.pipe.held_bytes() == 0);
}

TEST(a_reset_waits_for_no_reader) {
  TestPipe pipe;
  pipe.feed("unread");
  pipe.feed(Ending::reset);
  CHECK((pipe.pipe.ending() == Ending::reset));
}

TEST(branches_of_a_seed_differ) {
  CHECK(branch(1, 1).next() != branch(1, 2).next());
  CHECK(branch(1, 1).next() != branch(2, 1).next());
  CHECK(branch(3, 4).next() == branch(3, 4).next());
}

TEST(chance_keeps_its_probability, (double probability), cases(0.0, 0.1, 0.5, 1.0)) {
  dyntest::base::Rng rng{1};
  int hits = 0;
  for (int i = 0; i < 10'000; ++i) hits += chance(rng, probability) ? 1 : 0;
  CHECK(hits > 10'000 * probability - 300);
  CHECK(hits < 10'000 * probability + 300);
}
