// Streams: answers that a test writes while they are on their way.
#include <optional>
#include <string>
#include <utility>

#include "conftest.hpp"
#include "fixtures/http.hpp"
#include "fixtures/http_server.hpp"
#include "http_server_test_utils.hpp"

using dyntest::fixtures::Http;
using dyntest::fixtures::HttpServer;
using dyntest::http_server::Answer;
using dyntest::net::HttpStream;

namespace {

Deadline soon() { return Deadline::in(patience); }

HttpStream open_stream(HttpServer& server, Http& http) {
  auto stream = http.client().open({"GET", server.url() + "/x", {}, ""}, soon());
  REQUIRE(stream.has_value());
  return std::move(*stream);
}

std::string line_of(HttpStream& stream) {
  return stream.next_line(soon()).value().value_or("(none)");
}

}  // namespace

TEST(a_stream_sends_when_the_test_says_so, (HttpServer& server, Http& http)) {
  auto stream = server.on("GET", "/x").respond_stream();
  auto client = open_stream(server, http);
  CHECK(client.head().header("content-type") == "text/event-stream");
  CHECK(client.next_line(Deadline::in(20ms)).value() == std::nullopt);
  stream.event("one");
  CHECK(line_of(client) == "data: one");
  CHECK(line_of(client) == "");
  CHECK(client.next_line(Deadline::in(20ms)).value() == std::nullopt);
  stream.event("two\nlines").finish();
  CHECK(line_of(client) == "data: two");
  CHECK(line_of(client) == "data: lines");
  CHECK(line_of(client) == "");
  CHECK(line_of(client) == "(none)");
  CHECK(client.ended());
}

TEST(what_is_said_before_the_request_waits_for_it, (HttpServer& server, Http& http)) {
  auto stream = server.on("GET", "/x").respond_stream();
  stream.send("one\n").pause(1ms).send("two\n").finish();
  CHECK(!stream.is_open());
  CHECK(http.get(server.url() + "/x").body == "one\ntwo\n");
  CHECK(stream.is_open());
}

TEST(a_pause_is_not_cut_short_by_what_is_said_behind_it, (HttpServer& server)) {
  auto stream = server.on("GET", "/x").respond_stream();
  stream.pause(80ms);
  RawClient client{server.port()};
  client.get("/x");
  REQUIRE(stream.wait_until_open(soon()));
  const auto begin = dyntest::base::Clock::now();
  stream.send("late").finish();
  client.read_until("0\r\n\r\n");
  CHECK(dyntest::base::Clock::now() - begin >= 40ms);
}

TEST(a_finished_stream_leaves_its_connection, (HttpServer& server, Http& http)) {
  server.on("GET", "/x").respond_stream().event("one").finish();
  server.on("GET", "/y").respond(200, "2");
  http.get(server.url() + "/x");
  CHECK(http.get(server.url() + "/y").body == "2");
  CHECK(server.connections() == 1);
}

TEST(a_stream_can_be_cut, (HttpServer& server)) {
  server.on("GET", "/x").respond_stream().send("one").cut();
  RawClient client{server.port()};
  client.get("/x");
  CHECK(client.read_all().ends_with("\r\n\r\n3\r\none\r\n"));
}

TEST(a_stream_can_be_reset, (HttpServer& server)) {
  server.on("GET", "/x").respond_stream().send("one").reset();
  RawClient client{server.port()};
  client.get("/x");
  CHECK(client.read_all().ends_with("\r\n\r\n3\r\none\r\n(reset)"));
}

TEST(a_client_that_leaves_is_noticed, (HttpServer& server, Http& http)) {
  auto stream = server.on("GET", "/x").respond_stream();
  {
    auto client = open_stream(server, http);
    stream.event("one");
    CHECK(line_of(client) == "data: one");
    CHECK(!stream.client_has_gone());
  }
  CHECK(stream.wait_until_client_has_gone(soon()));
  stream.event("nobody reads").finish();
}

TEST(a_stream_knows_when_its_request_is_there, (HttpServer& server)) {
  auto stream = server.on("GET", "/x").respond_stream();
  const auto early = stream.wait_until_open(Deadline::in(0s));
  REQUIRE(!early);
  CHECK(early.error().text().starts_with("the stream GET /x (tests/integration/"));
  CHECK(early.error().text().ends_with("has not been asked for after 0.0 s; nothing has come"));
  RawClient client{server.port()};
  client.get("/x");
  CHECK(stream.wait_until_open(soon()));
}

TEST(a_client_that_stays_is_told, (HttpServer& server)) {
  auto stream = server.on("GET", "/x").respond_stream();
  RawClient client{server.port()};
  client.get("/x");
  const auto gone = stream.wait_until_client_has_gone(Deadline::in(0s));
  REQUIRE(!gone);
  CHECK(gone.error().text().ends_with("is still there after 0.0 s"));
  CHECK(stream.wait_until_open(soon()));
}

TEST(events_come_in_chunks_of_their_own, (HttpServer& server)) {
  server.on("GET", "/x").respond(Answer::events({"one", "[DONE]"}, 1ms));
  RawClient client{server.port()};
  client.get("/x");
  const auto answer = client.read_until("0\r\n\r\n");
  CHECK(answer.ends_with("b\r\ndata: one\n\n\r\ne\r\ndata: [DONE]\n\n\r\n0\r\n\r\n"));
}

TEST(a_stream_follows_other_answers, (HttpServer& server, Http& http)) {
  auto requests = server.on("GET", "/x").respond_once(503);
  auto stream = requests.then_stream();
  CHECK(http.get(server.url() + "/x").status == 503);
  stream.send("late").finish();
  CHECK(http.get(server.url() + "/x").body == "late");
}

TEST(a_stream_outlives_its_server) {
  auto server = std::make_optional(dyntest::http_server::HttpServer::start().value());
  auto stream = server->on("GET", "/x").respond_stream();
  RawClient client{server->port()};
  client.get("/x");
  REQUIRE(stream.wait_until_open(soon()));
  server.reset();
  stream.send("nobody reads").finish();
  CHECK(stream.is_open());
  client.read_all();
}
