// What each toxic does to one direction of a connection, in a time that the test moves.
#include <algorithm>
#include <chrono>
#include <string>

#include "conftest.hpp"
#include "faults_test_utils.hpp"
#include "kit/faults/bandwidth.hpp"
#include "kit/faults/corrupt.hpp"
#include "kit/faults/half_open.hpp"
#include "kit/faults/latency.hpp"
#include "kit/faults/limit.hpp"
#include "kit/faults/reset.hpp"
#include "kit/faults/slicer.hpp"
#include "kit/faults/slow_close.hpp"
#include "kit/faults/timeout.hpp"

using namespace dyntest::faults;
using namespace std::chrono_literals;

namespace {

std::string thousand() { return std::string(1000, 'x'); }

// When the bytes of so many chunks came out, in milliseconds, each fed a millisecond after the
// other.
std::vector<int> arrivals(TestPipe& pipe, int count) {
  std::vector<int> moments;
  for (int ms = 0; ms < 1000; ++ms) {
    if (ms < count) pipe.feed(std::to_string(ms) + ",");
    for (std::size_t i = pipe.chunks().size(); i > 0; --i) moments.push_back(ms);
    pipe.pass(1ms);
  }
  return moments;
}

}  // namespace

TEST(latency_delays_each_chunk) {
  TestPipe pipe{Latency{200ms}};
  pipe.feed("one");
  pipe.pass(100ms);
  pipe.feed("two");
  pipe.pass(99ms);
  CHECK(pipe.out() == "");
  pipe.pass(1ms);
  CHECK(pipe.out() == "one");
  pipe.pass(100ms);
  CHECK(pipe.out() == "two");
  CHECK(pipe.bites() == Bites{.connections = 1, .chunks = 2, .bytes = 6});
}

TEST(jitter_stays_in_its_range_and_differs_from_chunk_to_chunk) {
  TestPipe pipe{Latency{100ms, 50ms}};
  std::vector<long> delays;
  for (int i = 0; i < 50; ++i) {
    pipe.feed("x");
    delays.push_back((pipe.pipe.next_due() - pipe.now) / 1ms);
    pipe.pass(150ms);
    CHECK(pipe.out() == "x");
  }
  CHECK(std::ranges::min(delays) >= 50);
  CHECK(std::ranges::min(delays) < 70);
  CHECK(std::ranges::max(delays) <= 150);
  CHECK(std::ranges::max(delays) > 130);
}

TEST(jitter_keeps_the_order) {
  TestPipe pipe{Latency{10ms, 10ms}};
  std::string sent, received;
  for (int i = 0; i < 100; ++i) {
    sent += std::to_string(i);
    pipe.feed(std::to_string(i));
    pipe.pass(1ms);
    received += pipe.out();
  }
  pipe.pass(1s);
  CHECK(received + pipe.out() == sent);
}

TEST(the_same_seed_gives_the_same_delays) {
  TestPipe one{Latency{100ms, 100ms}, 7}, same{Latency{100ms, 100ms}, 7};
  TestPipe other{Latency{100ms, 100ms}, 8};
  const auto moments = arrivals(one, 50);
  CHECK(arrivals(same, 50) == moments);
  CHECK(arrivals(other, 50) != moments);
}

TEST(bandwidth_lets_bytes_pass_at_its_rate) {
  TestPipe pipe{Bandwidth{1000}};
  pipe.feed(thousand());
  CHECK(pipe.out() == "");
  pipe.pass(99ms);
  CHECK(pipe.out() == "");
  for (int slice = 0; slice < 10; ++slice) {
    pipe.pass(slice == 0 ? 1ms : 100ms);
    CHECK(pipe.out().size() == 100);
  }
}

TEST(bandwidth_is_shared_by_chunks_that_come_together) {
  TestPipe pipe{Bandwidth{1000}};
  pipe.feed("a");
  pipe.feed("b");
  pipe.pass(1ms);
  CHECK(pipe.out() == "a");
  pipe.pass(1ms);
  CHECK(pipe.out() == "b");
}

TEST(slicer_cuts_into_pieces_of_about_its_size) {
  TestPipe pipe{Slicer{.average_bytes = 100, .variation_bytes = 20}};
  pipe.feed(thousand());
  const auto pieces = pipe.chunks();
  std::size_t bytes = 0;
  for (const auto& piece : pieces) {
    bytes += piece.size();
    CHECK(piece.size() <= 120);
    if (&piece != &pieces.back()) CHECK(piece.size() >= 80);
  }
  CHECK(bytes == 1000);
}

TEST(slicer_pauses_between_pieces) {
  TestPipe pipe{Slicer{.average_bytes = 1, .variation_bytes = 0, .pause = 5ms}};
  pipe.feed("abc");
  CHECK(pipe.out() == "a");
  pipe.pass(5ms);
  CHECK(pipe.out() == "b");
  pipe.pass(4ms);
  CHECK(pipe.out() == "");
  pipe.pass(1ms);
  CHECK(pipe.out() == "c");
}

TEST(slow_close_delays_the_end_but_no_bytes) {
  TestPipe pipe{SlowClose{50ms}};
  pipe.feed("bye");
  pipe.feed(Ending::end);
  CHECK(pipe.out() == "bye");
  pipe.pass(49ms);
  CHECK(!pipe.pipe.ending().has_value());
  pipe.pass(1ms);
  CHECK((pipe.pipe.ending() == Ending::end));
  CHECK(pipe.bites() == Bites{.connections = 1});
}

TEST(timeout_swallows_and_then_cuts) {
  TestPipe pipe{Timeout{30ms}};
  pipe.feed("lost");
  pipe.pass(29ms);
  CHECK(!pipe.pipe.ending().has_value());
  pipe.pass(1ms);
  CHECK((pipe.pipe.ending() == Ending::cut));
  CHECK(pipe.out() == "");
  CHECK(pipe.bites() == Bites{.connections = 1, .chunks = 1, .bytes = 4});
}

TEST(timeout_of_zero_swallows_until_it_is_removed) {
  TestPipe pipe{Timeout{}};
  pipe.feed("lost");
  pipe.pass(1h);
  CHECK(!pipe.pipe.ending().has_value());
  pipe.remove(0);
  CHECK(pipe.out() == "");
  CHECK((pipe.pipe.ending() == Ending::cut));
}

TEST(timeout_that_swallowed_nothing_leaves_the_connection_alone) {
  TestPipe pipe{Timeout{30ms}};
  pipe.remove(0);
  pipe.feed("here");
  pipe.pass(1h);
  CHECK(pipe.out() == "here");
  CHECK(!pipe.pipe.ending().has_value());
  CHECK(!pipe.bites().any());
}

TEST(reset_comes_after_its_time_and_nothing_before) {
  TestPipe pipe{Reset{20ms}};
  pipe.feed("late");
  pipe.pass(19ms);
  CHECK(pipe.out() == "");
  CHECK(!pipe.bites().any());
  pipe.pass(1ms);
  CHECK((pipe.pipe.ending() == Ending::reset));
  CHECK(pipe.bites() == Bites{.connections = 1});
}

TEST(reset_of_zero_comes_at_once) {
  const TestPipe pipe{Reset{}};
  CHECK((pipe.pipe.ending() == Ending::reset));
}

TEST(reset_that_is_removed_before_its_time_does_nothing) {
  TestPipe pipe{Reset{20ms}};
  pipe.feed("late");
  pipe.remove(0);
  CHECK(pipe.out() == "late");
  pipe.pass(1h);
  CHECK(!pipe.pipe.ending().has_value());
}

TEST(limit_cuts_behind_its_last_byte, (std::size_t chunk), cases(1u, 3u, 5u, 100u)) {
  TestPipe pipe{Limit{5}};
  std::string received;
  for (std::size_t sent = 0; sent < 10; sent += chunk) {
    pipe.feed(std::string(chunk, 'x'));
    received += pipe.out();
  }
  CHECK(received == "xxxxx");
  CHECK((pipe.pipe.ending() == Ending::cut));
  CHECK(pipe.bites().connections == 1);
}

TEST(limit_waits_until_what_it_lets_pass_has_passed) {
  TestPipe pipe{Limit{5}};
  pipe.add(Latency{10ms});
  pipe.feed("12345678");
  CHECK(!pipe.pipe.ending().has_value());
  pipe.pass(10ms);
  CHECK(!pipe.pipe.ending().has_value());  // still to be read
  CHECK(pipe.out() == "12345");
  CHECK((pipe.pipe.ending() == Ending::cut));
}

TEST(corrupt_flips_one_bit_of_about_as_many_bytes_as_it_says) {
  TestPipe pipe{Corrupt{0.1}};
  pipe.feed(std::string(10'000, '\0'));
  std::size_t flipped = 0;
  for (const char byte : pipe.out()) {
    const auto bits = static_cast<unsigned char>(byte);
    if (bits == 0) continue;
    ++flipped;
    CHECK((bits & (bits - 1u)) == 0u);
  }
  CHECK(flipped > 900);
  CHECK(flipped < 1100);
  CHECK(pipe.bites() == Bites{.connections = 1, .chunks = 1, .bytes = flipped});
}

TEST(corrupt_does_not_depend_on_how_the_stream_is_cut) {
  TestPipe whole{Corrupt{0.1}}, pieces{Corrupt{0.1}};
  whole.feed(thousand());
  for (int i = 0; i < 100; ++i) pieces.feed(std::string(10, 'x'));
  CHECK(whole.out() == pieces.out());
}

TEST(corrupt_that_flips_nothing_has_not_bitten) {
  TestPipe pipe{Corrupt{0.0}};
  pipe.feed(thousand());
  CHECK(pipe.out() == thousand());
  CHECK(!pipe.bites().any());
}

TEST(half_open_says_nothing_and_keeps_all_until_it_is_removed, (Ending ending),
     cases(row(Ending::end).id("end"), row(Ending::reset).id("reset"))) {
  TestPipe pipe{HalfOpen{}};
  pipe.feed("one");
  pipe.feed(ending);
  pipe.pass(1h);
  CHECK(pipe.out() == "");
  CHECK(!pipe.pipe.ending().has_value());
  CHECK((pipe.pipe.next_due() == never));
  pipe.remove(0);
  CHECK(pipe.out() == "one");
  CHECK((pipe.pipe.ending() == ending));
}

TEST(half_open_lets_pass_what_came_before_its_time) {
  TestPipe pipe{HalfOpen{10ms}};
  pipe.feed("in time");
  pipe.pass(10ms);
  pipe.feed("late");
  CHECK(pipe.out() == "in time");
  CHECK(pipe.bites() == Bites{.connections = 1, .chunks = 1, .bytes = 4});
}

TEST(texts_name_the_toxic_and_its_settings) {
  CHECK(Toxic{Latency{200ms}}.text() == "latency(200 ms)");
  CHECK(Toxic{(Latency{5ms, 500us})}.text() == "latency(5 ms ± 0.5 ms)");
  CHECK(Toxic{Bandwidth{1000}}.text() == "bandwidth(1000 B/s)");
  CHECK(Toxic{(Slicer{10, 2, 1ms})}.text() == "slicer(10 ± 2 bytes, 1 ms)");
  CHECK(Toxic{SlowClose{1s}}.text() == "slow_close(1000 ms)");
  CHECK(Toxic{Timeout{}}.text() == "timeout(0 ms)");
  CHECK(Toxic{Reset{1ms}}.text() == "reset(1 ms)");
  CHECK(Toxic{Limit{7}}.text() == "limit(7 bytes)");
  CHECK(Toxic{Corrupt{0.25}}.text() == "corrupt(0.25)");
  CHECK(Toxic{HalfOpen{}}.text() == "half_open");
}
