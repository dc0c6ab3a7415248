// Messages between processes, with descriptors attached.
#include <unistd.h>

#include <string>
#include <thread>

#include "conftest.hpp"
#include "foundation/os/message.hpp"
#include "os_test_utils.hpp"

using namespace dyntest::os;

TEST(message_keeps_its_bounds) {
  const auto [one, other] = message_pair();
  REQUIRE(send_message(one.get(), "first"));
  REQUIRE(send_message(one.get(), std::string{"\0second", 7}));
  CHECK(receive_message(other.get())->bytes == "first");
  CHECK((receive_message(other.get())->bytes == std::string{"\0second", 7}));
}

TEST(large_message_arrives_whole) {
  const auto [one, other] = message_pair();
  const std::string large(200'000, 'x');
  const std::jthread sender{[&, socket = one.get()] { CHECK(send_message(socket, large)); }};
  CHECK((receive_message(other.get())->bytes == large));
}

TEST(descriptor_arrives_as_another_number) {
  const auto [one, other] = message_pair();
  Pipe pipe;
  REQUIRE(send_message(one.get(), "pipe", {pipe.write_end.get()}));
  pipe.write_end.reset();
  {
    const auto message = receive_message(other.get());
    REQUIRE(message.has_value());
    REQUIRE(message->fds.size() == 1u);
    REQUIRE(::write(message->fds[0].get(), "hello", 5) == 5);
  }
  CHECK(read_to_end(pipe.read_end) == "hello");
}

TEST(many_descriptors_keep_their_order) {
  const auto [one, other] = message_pair();
  Pipe pipe;
  REQUIRE(send_message(one.get(), "pipes", {pipe.read_end.get(), pipe.write_end.get()}));
  const auto message = receive_message(other.get());
  REQUIRE(message.has_value());
  REQUIRE(message->fds.size() == 2u);
  REQUIRE(::write(message->fds[1].get(), "x\n", 2) == 2);
  CHECK(read_line(message->fds[0]) == "x");
}

TEST(peer_that_is_gone_yields_nothing) {
  auto [one, other] = message_pair();
  one.reset();
  CHECK(!receive_message(other.get()).has_value());
  CHECK(!send_message(other.get(), "hello"));
}

TEST(messages_outlive_their_sender) {
  auto [one, other] = message_pair();
  REQUIRE(send_message(one.get(), "last words"));
  one.reset();
  CHECK(receive_message(other.get())->bytes == "last words");
}
