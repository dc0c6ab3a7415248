// An answer that is read while it arrives.
#include <fmt/format.h>
#include <unistd.h>

#include <string>
#include <utility>

#include "conftest.hpp"
#include "foundation/net/http.hpp"
#include "os_test_utils.hpp"
#include "toy_server_test_utils.hpp"

using namespace dyntest::net;
using dyntest::base::Result;

namespace {

// Its body ends with its connection.
const std::string head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";

Deadline soon() { return Deadline::in(patience); }

HttpStream open_stream(const ToyServer& server) {
  HttpClient client;
  auto stream = client.open({"GET", server.url(), {}, ""}, soon());
  REQUIRE(stream.has_value());
  return std::move(*stream);
}

// The next line; `(none)` if there is none before the deadline.
std::string line_of(HttpStream& stream, const Limits& limits = soon()) {
  return stream.next_line(limits).value().value_or("(none)");
}

}  // namespace

TEST(the_head_comes_before_the_body) {
  const ToyServer server{head};
  const auto stream = open_stream(server);
  CHECK(stream.head().status == 200);
  CHECK(stream.head().header("content-type") == "text/event-stream");
  CHECK(stream.head().body == "");
  CHECK(!stream.ended());
}

TEST(lines_come_without_their_breaks) {
  ToyServer server{head + "one\r\n\ntwo\n"};
  auto stream = open_stream(server);
  CHECK(line_of(stream) == "one");
  CHECK(line_of(stream) == "");
  CHECK(line_of(stream) == "two");
  CHECK(line_of(stream, Deadline::in(0s)) == "(none)");
  CHECK(!stream.ended());
}

TEST(a_line_waits_for_its_break) {
  ToyServer server{head + "on"};
  auto stream = open_stream(server);
  CHECK(line_of(stream, Deadline::in(20ms)) == "(none)");
  server.send("e\nrest");
  CHECK(line_of(stream) == "one");
}

TEST(the_last_line_may_lack_its_break) {
  ToyServer server{head + "one\nlast"};
  auto stream = open_stream(server);
  CHECK(line_of(stream) == "one");
  server.hang_up();
  CHECK(line_of(stream) == "last");
  CHECK(line_of(stream) == "(none)");
  CHECK(stream.ended());
}

TEST(chunks_come_as_they_arrive) {
  ToyServer server{head + "one\ntwo"};
  auto stream = open_stream(server);
  CHECK(line_of(stream) == "one");
  std::string rest;
  while (rest.size() < 3) rest += stream.next_chunk(soon()).value().value_or("");
  CHECK(rest == "two");
  CHECK(stream.next_chunk(Deadline::in(0s)).value() == std::nullopt);
  server.hang_up();
  CHECK(stream.next_chunk(soon()).value() == std::nullopt);
  CHECK(stream.ended());
}

TEST(a_line_beyond_the_limit_is_an_error) {
  ToyServer server{head + std::string(body_bytes_max + 1, 'x')};
  auto stream = open_stream(server);
  const auto line = stream.next_line(soon());
  REQUIRE(!line.has_value());
  CHECK(line.error().text() == "a line exceeds 67108864 bytes");
}

TEST(a_readable_descriptor_cancels) {
  ToyServer server{head};
  auto stream = open_stream(server);
  Pipe pipe;
  REQUIRE(::write(pipe.write_end.get(), "x", 1) == 1);
  const auto limits = Limits::uninterruptible(Deadline::never(), pipe.read_end.get());
  CHECK(stream.next_line(limits).error().text() == "cancelled");
}

TEST(a_stream_closes_its_connection) {
  ToyServer server{head};
  {
    const auto stream = open_stream(server);
    CHECK(server.closed() == 0);
  }
  EVENTUALLY(20, server.closed() == 1);
}
