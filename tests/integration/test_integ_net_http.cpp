// One request and its answer: what the HTTP client promises, against servers that keep to HTTP and
// servers that do not.
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "conftest.hpp"
#include "faults_test_utils.hpp"
#include "foundation/net/http.hpp"
#include "foundation/net/port.hpp"
#include "foundation/os/wait.hpp"
#include "os_test_utils.hpp"
#include "toy_server_test_utils.hpp"

using namespace dyntest::net;
namespace os = dyntest::os;

namespace {

const std::string hello = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

Deadline soon() { return Deadline::in(patience); }

Request request(const char* method, const std::string& url, std::string body = {}) {
  return {method, url, {}, std::move(body)};
}

// What a request's wait came to on a thread with these interrupts.
std::string told(const os::Interrupts& interrupts, const Limits& limits, const std::string& url) {
  std::string text;
  std::jthread{[&] {
    os::interrupt_waits(interrupts);
    try {
      const auto answer = HttpClient{}.get(url, limits);
      text = answer ? answer->body : answer.error().text();
    } catch (const os::Interrupted& interrupted) {
      text = "interrupted: " + interrupted.reason;
    }
  }}.join();
  return text;
}

}  // namespace

TEST(an_answer_of_any_status_is_an_answer, (int status, bool ok),
     cases(row(200, true), row(204, true), row(302, false), row(404, false), row(503, false))) {
  const ToyServer server{fmt::format(
      "HTTP/1.1 {} Said\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n", status)};
  const auto answer = HttpClient{}.get(server.url(), soon());
  REQUIRE(answer.has_value());
  CHECK(answer->status == status);
  CHECK(answer->ok() == ok);
}

TEST(headers_come_in_order_and_are_found_in_any_case) {
  const ToyServer server{"HTTP/1.1 200 OK\r\nX-Id: 1\r\nx-id:  2\r\nX-Empty:\r\n" +
                         std::string{"Content-Length: 0\r\n\r\n"}};
  const auto answer = HttpClient{}.get(server.url(), soon()).value();
  CHECK(answer.header("X-ID") == "1");
  CHECK(answer.header("x-empty") == "");
  CHECK(answer.header("X-I") == std::nullopt);
  REQUIRE(answer.headers.size() == 4u);
  CHECK((answer.headers[1] == Header{"x-id", "2"}));
}

TEST(headers_of_an_interim_answer_are_dropped) {
  const ToyServer server{"HTTP/1.1 100 Continue\r\nX-Early: 1\r\n\r\n" + hello};
  const auto answer = HttpClient{}.get(server.url(), soon()).value();
  CHECK(answer.status == 200);
  CHECK(answer.header("X-Early") == std::nullopt);
  CHECK(answer.body == "hello");
}

TEST(a_post_sends_its_body_and_type) {
  ToyServer server{hello};
  // So long that curl would first ask whether it may come.
  const std::string body = std::string{"a\0b\r\n\r\nc", 8} + std::string(2'000'000, 'x');
  REQUIRE(HttpClient{}.post(server.url(), body, "text/x", soon()).has_value());
  REQUIRE(server.requests().size() == 1u);
  const std::string sent = server.requests()[0];
  CHECK(sent.starts_with("POST / HTTP/1.1\r\n"));
  CHECK((sent.ends_with("\r\n\r\n" + body)));
  CHECK(sent.find("Content-Type: text/x\r\n") != sent.npos);
  CHECK(sent.find("Expect:") == sent.npos);
}

TEST(any_method_goes_out_as_it_is, (const char* method, const char* body),
     cases(row("PUT", "b"), row("DELETE", ""), row("PATCH", "b"), row("POST", ""))) {
  ToyServer server{hello};
  auto asked = request(method, server.url(), body);
  asked.headers = {{"X-One", "1"}, {"X-None", ""}};
  REQUIRE(HttpClient{}.send(asked, soon()).has_value());
  const std::string sent = server.requests().at(0);
  CHECK(sent.starts_with(std::string{method} + " / HTTP/1.1\r\n"));
  CHECK(sent.find("X-One: 1\r\n") != sent.npos);
  CHECK(sent.find("X-None:\r\n") != sent.npos);
  CHECK(sent.find("Content-Type") == sent.npos);
  CHECK(sent.ends_with(std::string{"\r\n\r\n"} + body));
}

TEST(a_head_request_waits_for_no_body) {
  const ToyServer server{"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"};
  const auto answer = HttpClient{}.send(request("HEAD", server.url()), soon()).value();
  CHECK(answer.header("content-length") == "5");
  CHECK(answer.body == "");
}

TEST(a_connection_serves_the_next_request) {
  ToyServer server{hello};
  HttpClient client;
  CHECK(client.get(server.url(), soon()).has_value());
  CHECK(client.get(server.url(), soon()).has_value());
  CHECK(server.requests().size() == 2u);
  CHECK(server.connections() == 1);
}

TEST(several_threads_may_ask_at_once, (Etcd& etcd)) {
  HttpClient client;
  std::atomic<int> answers = 0;
  {
    std::array<std::jthread, 4> threads;
    for (auto& thread : threads)
      thread = std::jthread{[&] {
        const auto url = etcd.endpoint() + "/health";
        for (int i = 0; i < 10; ++i)
          if (const auto answer = client.get(url, soon()); answer && answer->ok()) ++answers;
      }};
  }
  CHECK(answers == 40);
}

TEST(a_proxy_is_not_asked, (Env& env)) {
  const auto nobody = Port::reserve().value();
  env.set("http_proxy", nobody.url("http"));
  env.set("all_proxy", nobody.url("http"));
  const ToyServer server{hello};
  CHECK(HttpClient{}.get(server.url(), soon()).value().body == "hello");
}

TEST(an_error_names_method_and_url) {
  const auto port = Port::reserve().value();
  const std::string url = port.url("http") + "/health";
  HttpClient client;
  CHECK(client.get(url, soon()).error().text() == "GET " + url + ": connection refused");
  CHECK(client.post(url, "", "text/x", soon()).error().text() ==
        "POST " + url + ": connection refused");
  CHECK(client.send(request("PUT", url), soon()).error().text() == "connection refused");
}

TEST(a_server_that_speaks_something_else_is_an_error, (Nats& nats)) {
  const std::string url = "http" + nats.url().substr(nats.url().find(':')) + "/";
  const auto answer = HttpClient{}.get(url, soon());
  REQUIRE(!answer.has_value());
  CHECK(answer.error().text() == "GET " + url + ": received HTTP/0.9 when not allowed");
}

TEST(a_body_that_is_cut_is_an_error) {
  ToyServer server{"HTTP/1.1 200 OK\r\nContent-Length: 10\r\nConnection: close\r\n\r\nhello"};
  HttpClient client;
  auto stream = client.open(request("GET", server.url()), soon()).value();
  server.hang_up();
  while (true) {
    const auto chunk = stream.next_chunk(soon());
    if (chunk) {
      REQUIRE(chunk->has_value());
      continue;
    }
    CHECK(chunk.error().text() == "transfer closed with 5 bytes remaining to read");
    return;
  }
}

TEST(a_head_that_is_cut_is_an_error) {
  Server server;
  const std::string url = "http://" + server.address() + "/";
  const std::jthread answers{[&server] {
    Peer peer = server.accept();
    peer.receive();
    peer.send("HTTP/1.1 200 OK\r\nContent-Le");
  }};
  const auto answer = HttpClient{}.get(url, soon());
  REQUIRE(!answer.has_value());
  CHECK(answer.error().text() == "GET " + url + ": the connection was closed within the head");
}

TEST(a_request_whose_kept_connection_breaks, (bool once, const char* method, const char* body),
     cases(row(false, "POST", "x"), row(true, "POST", "x"), row(true, "POST", ""),
           row(true, "DELETE", ""))) {
  Server server;
  const std::jthread answers{[&] {
    Peer kept = server.accept();
    kept.receive();
    kept.send(hello);
    for (std::string got; !got.ends_with(std::string{"\r\n\r\n"} + body);) got += kept.receive();
    kept.close();
    if (once) return;
    Peer again = server.accept();
    again.receive();
    again.send(hello);
  }};
  HttpClient client;
  Request second = request(method, "http://" + server.address() + "/", body);
  second.once = once;
  REQUIRE(client.get(second.url, soon()).has_value());
  const auto answer = client.send(std::move(second), soon());
  const std::string told = answer ? answer->body : answer.error().text();
  CHECK(told == (once ? "the connection was closed before an answer" : "hello"));
}

TEST(files_are_no_answers) {
  const auto answer = HttpClient{}.get("file:///etc/hostname", soon());
  REQUIRE(!answer.has_value());
  CHECK(answer.error().text().find("file") != std::string::npos);
}

TEST(a_body_beyond_the_limit_is_an_error) {
  const ToyServer server{fmt::format("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{}",
                                     body_bytes_max + 1, std::string(body_bytes_max + 1, 'x'))};
  const auto answer = HttpClient{}.get(server.url(), soon());
  REQUIRE(!answer.has_value());
  CHECK(answer.error().text() == "GET " + server.url() + ": the body exceeds 67108864 bytes");
}

TEST(the_deadline_ends_the_wait) {
  const ToyServer silent{""};
  const auto answer = HttpClient{}.get(silent.url(), Deadline::in(20ms));
  REQUIRE(!answer.has_value());
  CHECK(answer.error().text().starts_with("GET " + silent.url() + ": no answer after 0."));
}

TEST(the_end_of_the_test_interrupts) {
  const ToyServer silent{""};
  const os::Interrupts over{Deadline::in(20ms), "Timeout (>0.02s)", -1, ""};
  CHECK(told(over, Deadline::in(600s), silent.url()) == "interrupted: Timeout (>0.02s)");
}

TEST(threads_of_our_own_are_not_interrupted) {
  const ToyServer silent{""};
  const os::Interrupts over{Deadline::in(0s), "Timeout", -1, ""};
  const auto limits = Limits::uninterruptible(Deadline::in(20ms));
  CHECK(told(over, limits, silent.url()).starts_with("GET " + silent.url() + ": no answer"));
}

TEST(a_readable_descriptor_cancels) {
  const ToyServer silent{""};
  Pipe pipe;
  REQUIRE(::write(pipe.write_end.get(), "x", 1) == 1);
  const auto limits = Limits::uninterruptible(Deadline::never(), pipe.read_end.get());
  CHECK(told({}, limits, silent.url()) == "GET " + silent.url() + ": cancelled");
}
