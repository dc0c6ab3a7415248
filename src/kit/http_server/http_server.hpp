// A real HTTP/1.1 server on 127.0.0.1 whose answers a test programs: the double of a server that
// the code under test talks to.
//
//   auto server = HttpServer::start().value();
//   auto completions = server.on("POST", "/v1/completions").respond(200, R"({"choices": []})");
//   …                                           the code under test talks to server.url()
//   server.check();                             an error that names what was not as expected
//
// Who uses it: tests, through the fixture of the same name (fixtures/http_server.hpp). One thread
// of its own serves all connections; any thread may program and ask. Destroying it closes every
// connection at once, whatever state it is in. No TLS, no HTTP/2, no pipelining: a request that
// comes before the answer to the last one waits for it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <source_location>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/deadline.hpp"
#include "foundation/base/error.hpp"
#include "kit/http_server/expectation.hpp"

namespace dyntest::http_server {

// What is beyond a limit is refused, and named by check().
struct Limits {
  std::size_t head_bytes_max = 64u << 10u;  // 431 beyond it
  std::size_t body_bytes_max = 16u << 20u;  // 413 beyond it
  std::size_t connections_max = 1000;       // at a time; 503 beyond it
  std::size_t requests_max = 10'000;        // kept for questions; later ones are served, not kept
};

class HttpServer {
 public:
  // On a port that the kernel chooses. Fails only when the machine is out of ports or descriptors.
  static base::Result<HttpServer> start(Limits limits = {});
  HttpServer(HttpServer&&) noexcept;
  HttpServer& operator=(HttpServer&&) noexcept;
  ~HttpServer();

  // `http://127.0.0.1:41234`
  const std::string& url() const { return url_; }
  std::uint16_t port() const;

  // `path`: without a query; '*' stands for any text, in `method`, too. In force once it has an
  // answer (expectation.hpp). A request that nothing fits is answered with 404, and a text that
  // says which expectation is nearest and what differs.
  Expectation on(std::string_view method, std::string_view path,
                 std::source_location where = std::source_location::current());
  // Forgets expectations, requests and what check() would name; connections stay, and so do
  // streams that are open.
  void clear();

  // All requests so far, unexpected ones included, in the order of their completion.
  std::vector<Request> requests() const;
  std::vector<Request> calls(std::string_view method, std::string_view path) const;
  // Throws std::out_of_range if there is none.
  Request last_request() const;
  // Connections so far.
  int connections() const;
  // Until that many requests have come in all, unexpected ones included. The error lists what has
  // come. May throw os::Interrupted.
  base::Status wait_for_calls(std::size_t count, base::Deadline deadline) const;

  // Whether every request was expected and every expectation met: called, and used up if it began
  // with respond_once. The error names each request and expectation with its place. A request that
  // came without HTTP in it counts, and so does a Function that threw.
  base::Status check() const;
  // The first half of check() passes whatever came.
  void allow_unmatched();

 private:
  struct Parts;
  explicit HttpServer(std::unique_ptr<Parts> parts);

  std::unique_ptr<Parts> parts_;
  std::string url_;
};

}  // namespace dyntest::http_server
