// FakeClock, FakeStream and FakeProcess: what they play, and what they keep.
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <string>
#include <vector>

#include "conftest.hpp"
#include "testing/doubles/fake_clock.hpp"
#include "testing/doubles/fake_process.hpp"
#include "testing/doubles/fake_stream.hpp"

using namespace std::chrono_literals;

static_assert(std::chrono::is_clock_v<FakeClock>);

namespace {

std::string read_some(FakeStream& stream, std::size_t bytes_max) {
  std::array<char, 64> buffer{};
  const ssize_t got = stream.read(buffer.data(), bytes_max);
  if (got < 0) return "error " + std::to_string(errno);
  return {buffer.data(), static_cast<std::size_t>(got)};
}

}  // namespace

TEST(clock_stands_still_until_it_is_moved) {
  FakeClock clock;
  const auto begin = FakeClock::now();
  CHECK(clock.now() == begin);
  clock.advance(3s);
  clock.advance(-1s);
  CHECK(FakeClock::now() - begin == 3s);
  clock.advance(1s);
  CHECK(FakeClock::now() - begin == 4s);
}

TEST(clock_begins_anew_with_each_one) {
  {
    FakeClock clock;
    clock.advance(1h);
  }
  const FakeClock clock;
  CHECK(clock.now().time_since_epoch() == 0s);
}

TEST(stream_gives_chunks_one_by_one) {
  FakeStream stream;
  stream.gives("abcd").gives("ef").fails(ECONNRESET).ends();
  CHECK(read_some(stream, 3) == "abc");
  CHECK(read_some(stream, 3) == "d");
  CHECK(read_some(stream, 3) == "ef");
  CHECK(read_some(stream, 3) == "error " + std::to_string(ECONNRESET));
  CHECK(read_some(stream, 3) == "");
  CHECK(read_some(stream, 3) == "");
  CHECK(stream.drained());
}

TEST(stream_does_not_block_beyond_its_script) {
  FakeStream stream;
  CHECK(read_some(stream, 3) == "error " + std::to_string(EAGAIN));
}

TEST(stream_keeps_what_is_written) {
  FakeStream stream;
  stream.takes(2);
  CHECK(stream.write("hello", 5) == 2);
  CHECK(stream.write("llo", 3) == 2);
  stream.write_fails(EPIPE);
  CHECK(stream.write("o", 1) == -1);
  CHECK(errno == EPIPE);
  CHECK(stream.written() == "hell");
}

TEST(stream_is_closed_once) {
  FakeStream stream;
  CHECK(stream.close() == 0);
  CHECK(stream.closed());
  CHECK(stream.close() == -1);
  CHECK(stream.write("a", 1) == -1);
  CHECK(errno == EBADF);
}

TEST(process_runs_until_it_exits) {
  FakeProcess process;
  process.prints("ready\n").prints_error("warning\n");
  CHECK(!process.ended().has_value());
  process.exits(3);
  REQUIRE(process.ended().has_value());
  CHECK(process.ended()->code() == 3);
  CHECK(!process.ended()->signal().has_value());
  CHECK(process.output() == "ready\n");
  CHECK(process.error() == "warning\n");
  CHECK(!process.signal(SIGTERM));
}

TEST(process_takes_signals_as_it_is_told) {
  FakeProcess stubborn;
  stubborn.ignores(SIGTERM);
  CHECK(stubborn.stop().signal() == SIGKILL);
  CHECK(stubborn.signals() == std::vector{SIGTERM, SIGKILL});
  FakeProcess polite;
  polite.exits_on(SIGTERM, 0);
  CHECK(polite.stop().success());
  CHECK(polite.signals() == std::vector{SIGTERM});
  FakeProcess plain;
  CHECK(plain.stop().signal() == SIGTERM);
}
