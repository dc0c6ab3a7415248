// The fixture Http: what a test says and sees, against servers that the suite has anyway.
#include <string>
#include <utility>

#include "conftest.hpp"
#include "fixtures/http.hpp"
#include "foundation/net/port.hpp"
#include "toy_server_test_utils.hpp"

using dyntest::fixtures::Http;
using dyntest::fixtures::JsonError;
using dyntest::fixtures::Response;
using dyntest::net::Port;
using dyntest::services::Unavailable;

namespace {

const std::string nothing = "HTTP/1.1 204 No Content\r\n\r\n";

std::string printed(const Response& response) {
  dyntest::check::Sink sink;
  dyntest::check::print(sink, response);
  return {sink.written().data, sink.written().size};
}

Response answer(int status, std::string body) {
  Response response;
  response.request = "GET http://demo/";
  response.status = status;
  response.body = std::move(body);
  return response;
}

}  // namespace

TEST(etcd_is_healthy, (Etcd& etcd, Http& http)) {
  const auto response = http.get(etcd.endpoint() + "/health");
  REQUIRE(response.status == 200);
  CHECK(response.json("/health") == "true");
}

// The gateway takes and gives keys and values in base64.
TEST(json_goes_there_and_back, (MortalEtcd& etcd, Http& http)) {
  const auto put = http.post_json(etcd.endpoint() + "/v3/kv/put",
                                  R"({"key": "aHR0cC9rZXk=", "value": "dmFsdWU="})");
  REQUIRE(put);
  CHECK(put.header("content-type") == "application/json");
  CHECK(etcd.get("http/key") == "value");
  const auto range = http.post_json(etcd.endpoint() + "/v3/kv/range", R"({"key":"aHR0cC9rZXk="})");
  const auto json = range.json();
  CHECK(json.at("/count") == "1");
  REQUIRE(json.at("/kvs").size() == 1u);
  CHECK(json.at("/kvs/0/value") == "dmFsdWU=");
  CHECK(json.at("/header/revision") == put.json("/header/revision"));
  CHECK(!json.at("/more").exists());
}

TEST(a_refusal_is_an_answer, (Etcd& etcd, Http& http)) {
  const auto bad = http.post(etcd.endpoint() + "/v3/kv/put", "{", "application/json");
  CHECK(bad.status == 400);
  CHECK(bad.json("/code") == 3);
  CHECK(http.get(etcd.endpoint() + "/no/such/path").status == 404);
  CHECK(http.send("DELETE", etcd.endpoint() + "/health").status == 405);
}

TEST(a_request_goes_out_as_it_was_said, (Http& http)) {
  ToyServer server{nothing};
  http.headers = {{"Authorization", "Bearer all"}, {"X-Run", "7"}};
  CHECK(http.post(server.url(), "a=1", "text/x", {{"authorization", "Bearer one"}}).status == 204);
  CHECK(http.send("PUT", server.url() + "key", "value").ok());
  const auto requests = server.requests();
  REQUIRE(requests.size() == 2u);
  CHECK(requests[0].starts_with("POST / HTTP/1.1\r\n"));
  CHECK(requests[0].find("Content-Type: text/x\r\n") != std::string::npos);
  CHECK(requests[0].find("authorization: Bearer one\r\n") != std::string::npos);
  CHECK(requests[0].find("Bearer all") == std::string::npos);
  CHECK(requests[0].find("X-Run: 7\r\n") != std::string::npos);
  CHECK(requests[0].ends_with("\r\n\r\na=1"));
  CHECK(requests[1].starts_with("PUT /key HTTP/1.1\r\n"));
  CHECK(requests[1].find("Authorization: Bearer all\r\n") != std::string::npos);
  CHECK(requests[1].ends_with("\r\n\r\nvalue"));
  CHECK(server.connections() == 1);
}

TEST(no_answer_is_an_error_that_names_the_request, (Http& http)) {
  const auto port = Port::reserve().value();
  const std::string url = port.url("http") + "/health";
  const auto get = CHECK_RAISES(Unavailable, http.get(url));
  CHECK(get.message() == "GET " + url + ": connection refused");
  const auto post = CHECK_RAISES(Unavailable, http.post_json(url, "{}"));
  CHECK(post.message() == "POST " + url + ": connection refused");
}

TEST(a_server_without_http_is_an_error, (Nats& nats, Http& http)) {
  const std::string url = "http" + nats.url().substr(nats.url().find(':')) + "/";
  const auto error = CHECK_RAISES(Unavailable, http.get(url));
  CHECK(error.message() == "GET " + url + ": received HTTP/0.9 when not allowed");
}

TEST(the_timeout_ends_a_request, (Http& http)) {
  const ToyServer silent{""};
  http.timeout = 20ms;
  const auto error = CHECK_RAISES(Unavailable, http.get(silent.url()));
  CHECK(error.message().contains("no answer after 0."));
}

TEST(a_body_that_is_not_json_is_told, (Etcd& etcd, Http& http)) {
  const auto response = http.get(etcd.endpoint() + "/metrics");
  const auto error = CHECK_RAISES(JsonError, response.json());
  CHECK(error.message().contains("GET " + etcd.endpoint() +
                                 "/metrics: status 200, body not JSON at line 1, column 1: "));
  CHECK(error.message().contains("; it begins \"# HELP "));
}

TEST(a_failed_check_shows_the_answer) {
  CHECK(printed(answer(503, "not\nready")) == R"(GET http://demo/: status 503, body "not\nready")");
  CHECK(printed(answer(204, "")) == "GET http://demo/: status 204, no body");
  CHECK(printed(answer(200, std::string(10'000, 'x'))).size() < 1100u);
}

TEST(an_answer_is_true_if_it_is_2xx, (int status, bool is_true),
     cases(row(199, false), row(200, true), row(299, true), row(300, false))) {
  CHECK(static_cast<bool>(answer(status, "")) == is_true);
}
