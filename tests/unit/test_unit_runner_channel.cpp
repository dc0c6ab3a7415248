// The ring between a worker and its controller.
#include <unistd.h>

#include <string>
#include <thread>

#include "conftest.hpp"
#include "testing/runner/channel.hpp"

using namespace dyntest::runner;

namespace {

// Of this length, different for every number, and different wherever it is cut.
std::string message(std::size_t number, std::size_t size) {
  std::string pattern = std::to_string(number);
  for (char c = ' '; c < '~'; ++c) pattern += c;
  std::string text;
  while (text.size() < size) text += pattern;
  text.resize(size);
  return text;
}

}  // namespace

TEST(empty_ring_yields_nothing) {
  Channel channel;
  std::string text;
  CHECK(!channel.read(text));
}

TEST(reads_in_the_order_of_writing) {
  Channel channel;
  for (const char* text : {"one", "", "three"}) channel.write(text);
  std::string text;
  for (const char* expected : {"one", "", "three"}) {
    REQUIRE(channel.read(text));
    CHECK(text == expected);
  }
  CHECK(!channel.read(text));
}

// Lengths that do not divide the ring's: every kind of cut at its end comes up.
TEST(messages_wrap_around_the_end) {
  Channel channel;
  std::string text;
  for (std::size_t i = 0; i < 40; ++i) {
    const std::string expected = message(i, ring_bytes / 7 + 13 * i);
    channel.write(expected);
    REQUIRE(channel.read(text));
    REQUIRE((text == expected));
  }
}

TEST(length_of_a_message_wraps_around_the_end, (std::size_t before_end), cases(1, 2, 3, 4)) {
  Channel channel;
  std::string text;
  const std::size_t filler = (ring_bytes - before_end) / 4 - sizeof(std::uint32_t);
  for (int i = 0; i < 3; ++i) {
    channel.write(std::string(filler, 'x'));
    REQUIRE(channel.read(text));
  }
  const auto rest =
      ring_bytes - before_end - channel.shared().written.load() - sizeof(std::uint32_t);
  channel.write(std::string(rest, 'y'));
  REQUIRE(channel.read(text));
  REQUIRE(channel.shared().written.load() == ring_bytes - before_end);
  channel.write("across");
  REQUIRE(channel.read(text));
  CHECK(text == "across");
}

TEST(writer_waits_while_the_ring_is_full) {
  Channel channel;
  constexpr std::size_t count = 20;
  const std::jthread writer{[&] {
    for (std::size_t i = 0; i < count; ++i) channel.write(message(i, ring_bytes / 3));
  }};
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    while (!channel.read(text)) std::this_thread::yield();
    REQUIRE((text == message(i, ring_bytes / 3)));
  }
}

TEST(other_side_sees_what_was_written) {
  Channel channel;
  Channel joined{dyntest::os::Fd{::dup(channel.fd())}};
  channel.write("hello");
  channel.shared().item = 7;
  std::string text;
  REQUIRE(joined.read(text));
  CHECK(text == "hello");
  CHECK(joined.shared().item.load() == 7u);
}

TEST(threads_do_not_mix_their_messages) {
  Channel channel;
  {
    const auto write_many = [&](char letter) {
      for (std::size_t i = 1; i <= 200; ++i) channel.write(std::string(i, letter));
    };
    const std::jthread one{write_many, 'a'};
    const std::jthread other{write_many, 'b'};
  }
  std::size_t messages = 0;
  for (std::string text; channel.read(text); ++messages)
    REQUIRE((text.find_first_not_of(text.front()) == std::string::npos));
  CHECK(messages == 400u);
}
