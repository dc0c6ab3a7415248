// What a server is told and tells, as plain values: answers, events, requests.
#include <chrono>
#include <string>
#include <utility>

#include "conftest.hpp"
#include "kit/http_server/expectation.hpp"

using namespace dyntest::http_server;
using namespace std::chrono_literals;

namespace {

Request of(std::string target) {
  Request request;
  request.target = std::move(target);
  return request;
}

}  // namespace

TEST(an_answer_is_made_in_one_line) {
  const auto answer = Answer::json("{}", 201).with("X-Run", "7").after(5ms).announcing(9);
  CHECK(answer.status == 201);
  CHECK(answer.body == "{}");
  REQUIRE(answer.headers.size() == 2u);
  CHECK(answer.headers[0] == Header{"Content-Type", "application/json"});
  CHECK(answer.headers[1] == Header{"X-Run", "7"});
  CHECK((answer.delay == 5ms));
  CHECK(answer.content_length == 9u);
}

TEST(a_busy_answer_names_whole_seconds) {
  CHECK(Answer::busy(429, 90s).headers.back() == Header{"Retry-After", "90"});
}

TEST(events_are_chunks_some_time_apart) {
  const auto answer = Answer::events({"a", "b"}, 3ms);
  REQUIRE(answer.chunks.size() == 2u);
  CHECK((answer.chunks[0] == Chunk{"data: a\n\n", 0ms}));
  CHECK((answer.chunks[1] == Chunk{"data: b\n\n", 3ms}));
}

TEST(an_event_has_a_line_for_each_line_of_its_data, (std::string data, std::string text),
     cases(row("a", "data: a\n\n"), row("a\nb", "data: a\ndata: b\n\n"), row("", "data: \n\n"),
           row("a\n", "data: a\ndata: \n\n"))) {
  CHECK(event_text(data) == text);
}

TEST(a_path_ends_at_the_query) {
  CHECK(of("/a/b?c=d").path() == "/a/b");
  CHECK(of("/a").path() == "/a");
}

TEST(a_query_is_decoded, (std::string target, std::string value),
     cases(row("/a?x=1", "1"), row("/a?y=2&x=1", "1"), row("/a?x=a%20b%2Bc+d", "a b+c d"),
           row("/a?x=%zz%4", "%zz%4"), row("/a?%78=1", "1"), row("/a?x", ""), row("/a?x=", ""),
           row("/a?x=1&x=2", "1"), row("/a?x=a=b", "a=b"))) {
  CHECK(of(target).query("x") == value);
}

TEST(a_parameter_that_is_not_there_is_none, (std::string target),
     cases("/a", "/a?", "/a?y=x", "/x=1", "/a?xx=1&&")) {
  CHECK(!of(target).query("x").has_value());
}

TEST(a_headers_name_has_no_case) {
  Request request;
  request.headers = {{"Content-Type", "text/x"}, {"content-type", "text/y"}};
  CHECK(request.header("CONTENT-TYPE") == "text/x");
  CHECK(!request.header("Content").has_value());
}

TEST(values_of_json_are_written_as_json) {
  CHECK(JsonValue{"a\"b"}.json == R"("a\"b")");
  CHECK(JsonValue{std::string{"a"}}.json == R"("a")");
  CHECK(JsonValue{7}.json == "7");
  CHECK(JsonValue{0.5}.json == "0.5");
  CHECK(JsonValue{true}.json == "true");
  CHECK(JsonValue{nullptr}.json == "null");
}
