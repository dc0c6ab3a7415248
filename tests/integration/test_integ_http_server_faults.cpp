// What goes wrong between a client and a server, on request.
#include <string>
#include <utility>

#include "conftest.hpp"
#include "fixtures/http.hpp"
#include "fixtures/http_server.hpp"
#include "http_server_test_utils.hpp"

using dyntest::fixtures::Http;
using dyntest::fixtures::HttpServer;
using dyntest::http_server::Answer;
using dyntest::http_server::Fault;
using dyntest::services::Unavailable;

namespace {

// What a client says of an answer.
std::string failure(HttpServer& server, Http& http, Answer answer) {
  server.on("GET", "/x").respond_once(std::move(answer));
  const auto error = CHECK_RAISES(Unavailable, http.get(server.url() + "/x"));
  return {error.message().data, error.message().size};
}

}  // namespace

TEST(a_server_may_close_without_an_answer, (HttpServer& server, Http& http)) {
  const auto why = failure(server, http, Answer::failing(Fault::no_answer));
  CHECK(why.ends_with("empty reply from server"));
}

TEST(a_server_may_reset_the_connection, (HttpServer& server)) {
  server.on("GET", "/x").respond(Answer::failing(Fault::reset));
  RawClient client{server.port()};
  client.get("/x");
  CHECK(client.read_all() == "(reset)");
}

TEST(a_server_may_stay_silent, (HttpServer& server, Http& http)) {
  http.timeout = 50ms;
  const auto why = failure(server, http, Answer::failing(Fault::silence));
  CHECK(why.find("no answer after 0.") != std::string::npos);
}

TEST(a_body_may_be_shorter_than_announced, (HttpServer& server, Http& http)) {
  const auto why = failure(server, http, Answer::text("four").announcing(10));
  CHECK(why.find("6 bytes remaining to read") != std::string::npos);
}

TEST(a_body_may_be_longer_than_announced, (HttpServer& server)) {
  server.on("GET", "/x").respond(Answer::text("four").announcing(2));
  RawClient client{server.port()};
  client.get("/x");
  const auto answer = client.read_all();
  CHECK(answer.find("Content-Length: 2\r\n") != std::string::npos);
  CHECK(answer.ends_with("\r\n\r\nfour"));
}

TEST(a_body_may_be_cut, (HttpServer& server)) {
  server.on("GET", "/x").respond(Answer::text("four").with(Fault::cut_body));
  RawClient client{server.port()};
  client.get("/x");
  const auto answer = client.read_all();
  CHECK(answer.find("Content-Length: 4\r\n") != std::string::npos);
  CHECK(answer.ends_with("\r\n\r\nfo"));
}

TEST(a_body_may_end_with_a_reset, (HttpServer& server)) {
  server.on("GET", "/x").respond(Answer::events({"one"}).with(Fault::reset_body));
  RawClient client{server.port()};
  client.get("/x");
  CHECK(client.read_all().ends_with("b\r\ndata: one\n\n\r\n(reset)"));
}

TEST(a_stream_may_lack_its_end, (HttpServer& server, Http& http)) {
  const auto why = failure(server, http, Answer::events({"one"}).with(Fault::cut_body));
  CHECK(why.find("transfer closed with outstanding read data remaining") != std::string::npos);
}

TEST(a_chunk_may_be_malformed, (HttpServer& server)) {
  server.on("GET", "/x").respond(Answer::events({"one"}).with(Fault::malformed_chunk));
  RawClient client{server.port()};
  client.get("/x");
  CHECK(client.read_all().ends_with("b\r\ndata: one\n\n\r\nno size\r\nx\r\n"));
}

TEST(a_client_notices_a_malformed_chunk, (HttpServer& server, Http& http)) {
  const auto why = failure(server, http, Answer::text("x").with(Fault::malformed_chunk));
  CHECK(why.size() > server.url().size());
}

TEST(a_busy_server_says_when_to_come_back, (HttpServer& server, Http& http, int status),
     cases(429, 503)) {
  server.on("GET", "/x").respond(Answer::busy(status, 2s));
  const auto response = http.get(server.url() + "/x");
  CHECK(response.status == status);
  CHECK(response.header("retry-after") == "2");
}

TEST(an_answer_can_be_late, (HttpServer& server, Http& http)) {
  server.on("GET", "/x").respond(Answer::text("late").after(60ms));
  const auto begin = dyntest::base::Clock::now();
  CHECK(http.get(server.url() + "/x").body == "late");
  CHECK(dyntest::base::Clock::now() - begin >= 60ms);
}

TEST(a_head_can_be_slow, (HttpServer& server, Http& http)) {
  server.on("GET", "/x").respond(Answer::json("{}").with_slow_head(1ms));
  const auto begin = dyntest::base::Clock::now();
  CHECK(http.get(server.url() + "/x").body == "{}");
  CHECK(dyntest::base::Clock::now() - begin >= 60ms);  // the head has more than 60 bytes
}

TEST(others_are_answered_while_one_waits, (HttpServer& server, Http& http)) {
  server.on("GET", "/slow").respond(Answer::failing(Fault::silence));
  server.on("GET", "/fast").respond(200);
  RawClient slow{server.port()};
  slow.get("/slow");
  REQUIRE(server.wait_for_calls(1, Deadline::in(patience)));
  CHECK(http.get(server.url() + "/fast").status == 200);
}
