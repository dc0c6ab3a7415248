// Many exchanges at once on one thread.
#include "conftest.hpp"
#include "fixtures/http_server.hpp"
#include "foundation/net/http_crowd.hpp"

using dyntest::fixtures::HttpServer;
using dyntest::net::HttpCrowd;

namespace {

dyntest::net::Request get(const std::string& url) {
  return {.method = "GET", .url = url, .headers = {}, .body = {}};
}

}  // namespace

TEST(all_exchanges_go_on_together, (HttpServer& server)) {
  server.on("GET", "/slow").respond(200, "late");
  HttpCrowd crowd;
  for (int i = 0; i < 50; ++i) crowd.begin(get(server.url() + "/slow"));
  REQUIRE(crowd.finish(Deadline::in(patience)).has_value());
  for (std::size_t i = 0; i < crowd.size(); ++i) {
    CHECK(crowd.over(i));
    CHECK(crowd.response(i).body == "late");
    CHECK(!crowd.failure(i).has_value());
    CHECK(crowd.arrivals(i).back().bytes == 4);
  }
}

TEST(one_that_cannot_connect_does_not_hold_up_the_others, (HttpServer& server)) {
  server.on("GET", "/").respond(200, "here");
  const auto port = dyntest::net::Port::reserve().value();  // nobody listens
  HttpCrowd crowd;
  const auto nobody = crowd.begin(get(port.url("http")));
  const auto somebody = crowd.begin(get(server.url() + "/"));
  REQUIRE(crowd.finish(Deadline::in(patience)).has_value());
  CHECK(crowd.failure(nobody) == "connection refused");
  CHECK(crowd.response(nobody).status == 0);
  CHECK(crowd.response(somebody).body == "here");
}

TEST(a_wait_says_how_many_are_over, (HttpServer& server)) {
  server.on("GET", "/").respond(200, "here");
  HttpCrowd crowd;
  crowd.begin(get(server.url() + "/"));
  crowd.begin(get(server.url() + "/"));
  const auto never = crowd.wait([] { return false; }, Deadline::in(patience));
  REQUIRE(!never.has_value());
  CHECK(never.error().text() == "all exchanges are over");
}

TEST(what_was_dropped_keeps_what_had_arrived, (HttpServer& server)) {
  server.on("GET", "/").respond(200, "here");
  HttpCrowd crowd;
  const auto one = crowd.begin(get(server.url() + "/"));
  REQUIRE(crowd.finish(Deadline::in(patience)).has_value());
  crowd.drop(one);
  CHECK(crowd.over(one));
  CHECK(crowd.failure(one) == "dropped");
  CHECK(crowd.response(one).body == "here");
}
