// What comes at a server that is no request, too much of one, or too many.
#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "conftest.hpp"
#include "fixtures/http.hpp"
#include "http_server_test_utils.hpp"
#include "kit/http_server/http_server.hpp"

using namespace dyntest::http_server;
using dyntest::fixtures::Http;

namespace {

HttpServer start(Limits limits = {}) {
  auto server = HttpServer::start(limits).value();
  server.on("*", "/a").respond(200, "1").optional();
  return server;
}

// Its begin, at least the whole first line.
std::string answer_to(HttpServer& server, std::string_view bytes) {
  RawClient client{server.port()};
  client.send(bytes);
  return client.read(50);
}

// That garbage did no harm.
void check_alive(const HttpServer& server) {
  Http http;
  CHECK(http.get(server.url() + "/a").body == "1");
}

}  // namespace

TEST(garbage_is_refused_and_named, (std::string bytes),
     cases(row("\x16\x03\x01\x02\x01\x01\xfc\x03\x03").id("tls"), row("hello\r\n\r\n").id("text"),
           row("GET /a HTTP/9.9\r\n\r\n").id("version"),
           row("GET /a HTTP/1.1\r\nA B\r\n\r\n").id("header"),
           row("POST /a HTTP/1.1\r\nContent-Length: x\r\n\r\n").id("length"),
           row("POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nz\r\n").id("chunk"))) {
  auto server = start();
  CHECK(answer_to(server, bytes).starts_with("HTTP/1.1 400 Bad Request\r\n"));
  const auto used = server.check();
  REQUIRE(!used);
  CHECK(used.error().text().find("1 wrong:\n    connection 1: no HTTP: ") != std::string::npos);
  check_alive(server);
}

TEST(a_client_that_leaves_amid_its_request_does_no_harm) {
  auto server = start();
  {
    RawClient client{server.port()};
    client.send("POST /a HTTP/1.1\r\nContent-Length: 10\r\n\r\nfour");
  }
  check_alive(server);
  CHECK(server.check());
  CHECK(server.requests().size() == 1u);
}

TEST(a_body_beyond_the_limit_is_refused) {
  auto server = start({.body_bytes_max = 8});
  const auto answer = answer_to(server, "POST /a HTTP/1.1\r\nContent-Length: 9\r\n\r\nninebytes");
  CHECK(answer.starts_with("HTTP/1.1 413 Payload Too Large\r\n"));
  CHECK(server.check().error().text().ends_with("connection 1: a body of more than 8 bytes"));
  CHECK(answer_to(server, "POST /a HTTP/1.1\r\nContent-Length: 8\r\n\r\n8 bytes.")
            .starts_with("HTTP/1.1 200 OK\r\n"));
}

TEST(a_head_beyond_the_limit_is_refused) {
  auto server = start({.head_bytes_max = 100});
  const auto answer =
      answer_to(server, "GET /a HTTP/1.1\r\nA: " + std::string(200, 'x') + "\r\n\r\n");
  CHECK(answer.starts_with("HTTP/1.1 431 Request Header Fields Too Large\r\n"));
  CHECK(server.check().error().text().ends_with("a head of more than 100 bytes"));
}

TEST(a_connection_beyond_the_limit_is_refused) {
  auto server = start({.connections_max = 1});
  RawClient first{server.port()};
  first.get("/a");
  CHECK(first.read_until("1").ends_with("\r\n\r\n1"));
  CHECK(answer_to(server, "").starts_with("HTTP/1.1 503 Service Unavailable\r\n"));
  CHECK(server.check().error().text().ends_with("more than 1 connections at a time"));
  first.close();
  EVENTUALLY(20, answer_to(server, "GET /a HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 200 OK\r\n"));
}

TEST(requests_beyond_the_limit_are_served_and_not_kept) {
  auto server = start({.requests_max = 2});
  for (int i = 0; i < 3; ++i) check_alive(server);
  CHECK(server.requests().size() == 2u);
  CHECK(server.wait_for_calls(3, Deadline::in(patience)));
}

TEST(a_large_body_comes_whole) {
  auto server = start();
  Http http;
  const std::string body(3u << 20u, 'x');
  CHECK(http.post(server.url() + "/a", body, "text/plain").ok());
  CHECK(server.last_request().body == body);
}

TEST(a_hundred_clients_are_served_at_once) {
  constexpr int count = 100;
  auto server = HttpServer::start().value();
  auto stream_of_all = server.on("GET", "/x").respond(Answer::events({"one", "two"}, 10ms));
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < count; ++i) clients.push_back(std::make_unique<RawClient>(server.port()));
  for (auto& client : clients) client->get("/x");
  for (auto& client : clients)
    CHECK(client->read_until("0\r\n\r\n").ends_with("data: two\n\n\r\n0\r\n\r\n"));
  CHECK(stream_of_all.calls() == 100u);
  CHECK(server.connections() == count);
  CHECK(server.check());
}

TEST(a_server_is_programmed_while_it_serves) {
  auto server = start();
  std::atomic<bool> over{false};
  std::vector<std::thread> clients;
  for (int i = 0; i < 4; ++i)
    clients.emplace_back([&] {
      Http http;
      while (!over) CHECK(http.get(server.url() + "/a").ok());
    });
  for (int i = 0; i < 200; ++i) {
    auto newer = server.on("GET", "/a").respond(200, "2").optional();
    newer.with_header("X-Never", "said");
    CHECK(server.requests().size() >= newer.calls());
  }
  CHECK(server.wait_for_calls(100, Deadline::in(patience)));
  over = true;
  for (auto& client : clients) client.join();
  CHECK(server.check());
}

TEST(a_server_ends_at_once_whatever_its_connections_do) {
  auto server = std::make_optional(HttpServer::start().value());
  server->on("GET", "/silent").respond(Answer::failing(Fault::silence));
  server->on("GET", "/late").respond(Answer::text("late").after(std::chrono::hours{1}));
  server->on("GET", "/slow").respond(Answer::text("slow").with_slow_head(std::chrono::hours{1}));
  auto stream = server->on("GET", "/stream").respond_stream();
  stream.send(std::string(16u << 20u, 'x'));  // more than a socket takes: the write stands still
  std::vector<std::unique_ptr<RawClient>> clients;
  for (const auto* path : {"/silent", "/late", "/slow", "/stream"}) {
    clients.push_back(std::make_unique<RawClient>(server->port()));
    clients.back()->get(path);
  }
  RawClient idle{server->port()};
  RawClient half{server->port()};
  half.send("GET /a HT");
  REQUIRE(server->wait_for_calls(4, Deadline::in(patience)));
  const auto begin = dyntest::base::Clock::now();
  server.reset();
  CHECK(dyntest::base::Clock::now() - begin < 5s);
  idle.read_all();
  half.read_all();
}
