// Servers that were not used as they were programmed.
#include "conftest.hpp"
#include "fixtures/http.hpp"
#include "fixtures/http_server.hpp"

using dyntest::fixtures::Http;
using dyntest::fixtures::HttpServer;

TEST(asks_as_expected, (HttpServer& server, Http& http)) {
  server.on("GET", "/health").respond(200);
  CHECK(http.get(server.url() + "/health").ok());
}

TEST(asks_something_else, (HttpServer& server, Http& http)) {
  server.on("POST", "/v1/completions").with_json("/model", "qwen").respond(200);
  CHECK(http.post_json(server.url() + "/v1/completions", R"({"model": "phi"})").status == 404);
}

TEST(asks_something_else_and_may, (HttpServer& server, Http& http)) {
  server.allow_unmatched();
  CHECK(http.get(server.url() + "/health").status == 404);
}
