// What a test programs is what clients get, and what came is what the test can ask for.
#include <stdexcept>
#include <string>

#include "conftest.hpp"
#include "fixtures/http.hpp"
#include "fixtures/http_server.hpp"
#include "http_server_test_utils.hpp"

using dyntest::fixtures::Http;
using dyntest::fixtures::HttpServer;
using dyntest::http_server::Answer;
using dyntest::http_server::Request;

TEST(answers_what_was_programmed, (HttpServer& server, Http& http)) {
  server.on("POST", "/v1/completions").respond(200, R"({"choices": []})");
  const auto response = http.post_json(server.url() + "/v1/completions", R"({"model": "m"})");
  CHECK(response.status == 200);
  CHECK(response.header("content-type") == "application/json");
  CHECK(response.header("content-length") == "15");
  CHECK(response.body == R"({"choices": []})");
}

TEST(records_what_came, (HttpServer& server, Http& http)) {
  auto put = server.on("PUT", "/keys/*").respond(204);
  const auto begin = dyntest::base::Clock::now();
  CHECK(http.send("PUT", server.url() + "/keys/a%20b?ttl=5&x", "value", {{"X-Run", "7"}}).ok());
  REQUIRE(put.calls() == 1u);
  const auto request = put.last_request();
  CHECK(request.method == "PUT");
  CHECK(request.target == "/keys/a%20b?ttl=5&x");
  CHECK(request.path() == "/keys/a%20b");
  CHECK(request.query("ttl") == "5");
  CHECK(request.query("x") == "");
  CHECK(!request.query("y").has_value());
  CHECK(request.header("x-run") == "7");
  CHECK(request.body == "value");
  CHECK(request.expected);
  CHECK(request.time >= begin);
  CHECK(request.time <= dyntest::base::Clock::now());
}

TEST(each_condition_must_hold, (HttpServer& server, Http& http)) {
  server.on("POST", "/x")
      .with_header("X-Run", "7")
      .with_query("limit", "2")
      .with_json("/model", "qwen")
      .with_json("/stream", true)
      .with_json("/n", 3)
      .with_json("/stop", nullptr)
      .with_body("qwen")
      .matching("a long body", [](const Request& request) { return request.body.size() > 20; })
      .respond(200);
  const std::string url = server.url() + "/x?limit=2";
  const std::string body = R"({"model": "qwen", "stream": true, "n": 3.0, "stop": null})";
  CHECK(http.post_json(url, body, {{"x-run", "7"}}).status == 200);
  server.allow_unmatched();
  CHECK(http.post_json(url, body).status == 404);
  CHECK(http.post_json(server.url() + "/x", body, {{"x-run", "7"}}).status == 404);
  CHECK(http.post_json(url, R"({"model": "qwen", "stream": false})").status == 404);
  CHECK(http.post_json(url, "qwen qwen qwen qwen qwen", {{"x-run", "7"}}).status == 404);
}

TEST(a_sequence_answers_one_after_the_other, (HttpServer& server, Http& http)) {
  server.on("GET", "/health").respond(503).then(500).then(200);
  const std::string url = server.url() + "/health";
  CHECK(http.get(url).status == 503);
  CHECK(http.get(url).status == 500);
  CHECK(http.get(url).status == 200);
  CHECK(http.get(url).status == 200);
}

TEST(a_sequence_of_single_answers_is_used_up, (HttpServer& server, Http& http)) {
  server.on("GET", "/health").respond_once(503).then(200);
  server.allow_unmatched();
  const std::string url = server.url() + "/health";
  CHECK(http.get(url).status == 503);
  CHECK(http.get(url).status == 200);
  const auto third = http.get(url);
  CHECK(third.status == 404);
  CHECK(third.body.find("all its answers are used up") != std::string::npos);
}

TEST(the_newest_expectation_answers, (HttpServer& server, Http& http)) {
  server.on("GET", "*").respond(200, "1");
  server.on("GET", "/a").respond_once(200, "2");
  CHECK(http.get(server.url() + "/a").body == "2");
  CHECK(http.get(server.url() + "/a").body == "1");
}

TEST(a_function_answers, (HttpServer& server, Http& http)) {
  server.on("POST", "/echo").respond_with([](const Request& request) {
    return Answer::text(request.body + "!");
  });
  CHECK(http.post(server.url() + "/echo", "a", "text/plain").body == "a!");
}

TEST(a_function_that_throws_is_an_error_of_the_server) {
  auto server = dyntest::http_server::HttpServer::start().value();
  Http http;
  server.on("GET", "/x").respond_with([](const Request&) -> Answer {
    throw std::runtime_error{"no disk"};
  });
  CHECK(http.get(server.url() + "/x").status == 500);
  const auto used = server.check();
  REQUIRE(!used);
  CHECK(used.error().text() == server.url() +
                                   ": not as expected:\n  1 wrong:\n"
                                   "    the function that answers GET /x threw no disk");
}

TEST(connections_are_kept_alive, (HttpServer& server, Http& http)) {
  server.on("GET", "/a").respond(200, "1");
  http.get(server.url() + "/a");
  http.get(server.url() + "/a");
  CHECK(server.connections() == 1);
  CHECK(server.requests().back().connection == 1);
}

TEST(head_gets_no_body, (HttpServer& server)) {
  server.on("*", "/a").respond(Answer::text("four"));
  RawClient client{server.port()};
  client.send("HEAD /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  const auto answer = client.read_all();
  CHECK(answer.find("Content-Length: 4\r\n") != std::string::npos);
  CHECK(answer.ends_with("\r\n\r\n"));
}

// curl waits a second for the 100 before it sends a body of that size.
TEST(a_client_that_expects_100_continue_gets_it, (HttpServer& server)) {
  server.on("POST", "/a").respond(200);
  RawClient client{server.port()};
  client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
  CHECK(client.read_until("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("four");
  CHECK(client.read_until("\r\n\r\n").starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(server.last_request().body == "four");
}

TEST(an_old_client_gets_no_chunks, (HttpServer& server)) {
  server.on("GET", "/a").respond(Answer::events({"one", "two"}));
  RawClient client{server.port()};
  client.send("GET /a HTTP/1.0\r\n\r\n");
  const auto answer = client.read_all();
  CHECK(answer.find("chunked") == std::string::npos);
  CHECK(answer.ends_with("\r\n\r\ndata: one\n\ndata: two\n\n"));
}
