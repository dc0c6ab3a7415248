// What a server says of requests that nobody expected, and of expectations that nobody met.
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

#include "conftest.hpp"
#include "fixtures/http.hpp"
#include "foundation/os/wait.hpp"
#include "http_server_test_utils.hpp"
#include "kit/http_server/http_server.hpp"

using namespace dyntest::http_server;
using dyntest::fixtures::Http;

namespace {

// Without a teardown that checks.
struct Unchecked : HttpServer {};

// The error without what differs from run to run and from line to line.
std::string complaint(const Unchecked& server) {
  const auto used = server.check();
  if (used) return "";
  std::string text = used.error().text();
  const auto url = text.find(server.url());
  if (url != text.npos) text.replace(url, server.url().size(), "URL");
  const std::string file = __FILE__;
  for (auto at = text.find(file); at != text.npos; at = text.find(file)) {
    const auto end = text.find(')', at);
    text.replace(at, end - at, "here");
  }
  return text;
}

Deadline soon() { return Deadline::in(patience); }

}  // namespace

FIXTURE(Unchecked) {
  return HttpServer::start().map([](HttpServer&& server) { return Unchecked{std::move(server)}; });
}

TEST(nothing_is_wrong_at_first, (Unchecked& server)) { CHECK(complaint(server) == ""); }

TEST(an_unexpected_request_is_named_with_the_nearest_expectation, (Unchecked& server, Http& http)) {
  server.on("GET", "/health").respond(200).optional();
  server.on("POST", "/v1/completions")
      .with_json("/model", "qwen")
      .with_header("X-Run", "7")
      .with_body("prompt")
      .optional()
      .respond(200);
  const auto response = http.post_json(server.url() + "/v1/completions", R"({"model": "phi"})");
  CHECK(response.status == 404);
  CHECK(complaint(server) ==
        R"(URL: not as expected:
  1 unexpected:
    POST /v1/completions is not expected; nearest is POST /v1/completions (here):
      JSON "/model": "phi", not "qwen"
      header "X-Run": nothing, not "7"
      body: "prompt" is not in "{\"model\": \"phi\"}")");
  CHECK(response.body.starts_with("POST /v1/completions is not expected; nearest is POST"));
}

TEST(a_wrong_path_is_told, (Unchecked& server, Http& http)) {
  server.on("GET", "/v1/models").respond(200).optional();
  http.post_json(server.url() + "/v1/model?a=1", "{}");
  CHECK(complaint(server) ==
        R"(URL: not as expected:
  1 unexpected:
    POST /v1/model?a=1 is not expected; nearest is GET /v1/models (here):
      method: POST, not GET
      path: /v1/model, not /v1/models)");
}

TEST(a_request_to_a_server_without_expectations_is_unexpected, (Unchecked& server, Http& http)) {
  CHECK(http.get(server.url() + "/a").body == "GET /a is not expected; nothing is\n");
  REQUIRE(server.requests().size() == 1u);
  CHECK(!server.requests()[0].expected);
}

TEST(unexpected_requests_can_be_allowed, (Unchecked& server, Http& http)) {
  http.get(server.url() + "/a");
  server.allow_unmatched();
  CHECK(complaint(server) == "");
}

TEST(what_was_never_called_is_named, (Unchecked& server)) {
  server.on("GET", "/a").respond(200);
  CHECK(complaint(server) ==
        "URL: not as expected:\n  1 unmet:\n    GET /a (here) was never called");
}

TEST(what_was_not_used_up_is_named, (Unchecked& server, Http& http)) {
  server.on("GET", "/a").respond_once(200).then(200).then(200);
  http.get(server.url() + "/a");
  CHECK(complaint(server) ==
        "URL: not as expected:\n  1 unmet:\n"
        "    GET /a (here) was called once, 2 answers were not used");
}

TEST(an_expectation_without_an_answer_is_named, (Unchecked& server)) {
  server.on("GET", "/a").with_header("a", "b");
  CHECK(complaint(server) ==
        "URL: not as expected:\n  1 unmet:\n    GET /a (here) was given no "
        "answer: respond(…) is missing");
}

TEST(an_optional_expectation_need_not_be_met, (Unchecked& server)) {
  server.on("GET", "/a").respond_once(200).optional();
  CHECK(complaint(server) == "");
}

TEST(a_cleared_server_is_as_new, (Unchecked& server, Http& http)) {
  server.on("GET", "/a").respond(200);
  http.get(server.url() + "/b");
  server.clear();
  CHECK(complaint(server) == "");
  CHECK(server.requests().empty());
  CHECK(http.get(server.url() + "/a").status == 404);
}

TEST(many_unexpected_requests_are_counted, (Unchecked& server, Http& http)) {
  for (int i = 0; i < 23; ++i) http.get(server.url() + "/" + std::to_string(i));
  const auto text = complaint(server);
  CHECK(text.find("23 unexpected:\n    GET /0 is") != text.npos);
  CHECK(text.ends_with("GET /19 is not expected; nothing is\n    … and 3 more"));
}

TEST(a_wait_for_calls_ends_with_them, (Unchecked& server)) {
  auto a = server.on("GET", "/a").respond(Answer::failing(Fault::silence));
  RawClient client{server.port()};
  client.get("/a");
  CHECK(a.wait_for_calls(1, soon()));
  CHECK(server.wait_for_calls(1, soon()));
}

TEST(a_wait_for_calls_says_what_came_instead, (Unchecked& server, Http& http)) {
  auto a = server.on("GET", "/a").respond(200);
  http.get(server.url() + "/a");
  http.get(server.url() + "/b");
  const auto too_few = a.wait_for_calls(2, Deadline::in(0s));
  REQUIRE(!too_few);
  CHECK(too_few.error().text().ends_with(
      ") was called 1 of 2 times after 0.0 s; came: GET /a, GET /b (unexpected)"));
  const auto in_all = server.wait_for_calls(3, Deadline::in(0s));
  REQUIRE(!in_all);
  CHECK(in_all.error().text() == server.url() +
                                     " got 2 of 3 requests after 0.0 s; came: GET /a, "
                                     "GET /b (unexpected)");
}

TEST(a_wait_for_calls_ends_with_the_tests_time, (Unchecked& server)) {
  std::string reason;
  std::thread test{[&] {
    dyntest::os::Interrupts interrupts;
    interrupts.deadline = Deadline::in(20ms);
    interrupts.deadline_reason = "Timeout (>0.02s)";
    dyntest::os::interrupt_waits(interrupts);
    try {
      static_cast<void>(server.wait_for_calls(1, Deadline::never()));
    } catch (const dyntest::os::Interrupted& interrupted) {
      reason = interrupted.reason;
    }
  }};
  test.join();
  CHECK(reason == "Timeout (>0.02s)");
  CHECK(server.requests().empty());  // the server is not locked
}

TEST(a_condition_that_throws_does_not_hold, (Unchecked& server, Http& http)) {
  server.on("GET", "/a")
      .matching("even", [](const Request&) -> bool { throw std::runtime_error{"no number"}; })
      .respond(200)
      .optional();
  CHECK(http.get(server.url() + "/a").status == 404);
  CHECK(complaint(server).ends_with("(here):\n      even: threw no number"));
}

TEST(questions_about_no_request_are_errors, (Unchecked& server)) {
  auto a = server.on("GET", "/a").respond(200);
  CHECK_RAISES(std::out_of_range, a.last_request());
  CHECK_RAISES(std::out_of_range, server.last_request());
}

TEST(a_pointer_that_is_none_is_refused, (Unchecked& server)) {
  auto a = server.on("GET", "/a");
  const auto error = CHECK_RAISES(std::invalid_argument, a.with_json("model", "m"));
  CHECK(error.message() == R"("model" is no JSON pointer: write it as "/model")");
}
