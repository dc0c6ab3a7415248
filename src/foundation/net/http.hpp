// An HTTP client: one request and its answer, or a streamed answer read line by line.
//
// Who uses it: etcd (its HTTP gateway), readiness probes, every client of an HTTP API.
// Ignores http_proxy and its relatives: what a test talks to is meant to be reached directly. Does
// not follow redirects and does not retry. An answer of any status is an answer, not an error.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/deadline.hpp"
#include "foundation/base/error.hpp"

namespace dyntest::net {

// A longer body, or a longer line of a streamed body, is an error.
inline constexpr std::size_t body_bytes_max = 64u << 20u;

// The kind of an error before the first byte of the request went out: no connection came about.
inline constexpr base::ErrorKind not_sent{"not sent"};

struct Header {
  std::string name;
  std::string value;
  bool operator==(const Header&) const = default;
};

struct Request {
  std::string method = "GET";
  std::string url;
  std::vector<Header> headers;
  std::string body;
  // libcurl sends a request again when a kept connection breaks before the first byte of an answer,
  // though the server may have acted on it. With `once` that is an error.
  bool once = false;
};

struct Response {
  int status = 0;
  std::vector<Header> headers;  // in the order of arrival
  std::string body;

  bool ok() const { return status >= 200 && status < 300; }
  // The first header of that name (case does not matter).
  std::optional<std::string> header(std::string_view name) const;
};

// What ends a wait. A plain Deadline converts to one.
struct Limits {
  Limits(base::Deadline when) : deadline{when} {}
  // For destructors and for threads of our own: never throws Interrupted.
  static Limits uninterruptible(base::Deadline when, int cancel_descriptor = -1);

  base::Deadline deadline;
  bool interruptible = true;  // throws os::Interrupted when the running test must end
  int cancel_fd = -1;         // borrowed; readable = give up at once (`cancelled`)
};

// An answer whose body is read while it arrives. Destroying it closes its connection. One thread at
// a time.
class HttpStream {
 public:
  HttpStream(HttpStream&&) noexcept;
  HttpStream& operator=(HttpStream&&) noexcept;
  ~HttpStream();

  // Status and headers; the body is empty.
  const Response& head() const;
  // The next line without its line break (LF or CRLF); the last one may lack it. Nothing: the
  // deadline passed, or the body has ended (see `ended`). Blocks within `limits`.
  base::Result<std::optional<std::string>> next_line(const Limits& limits);
  // What has arrived, at least one byte; nothing as above.
  base::Result<std::optional<std::string>> next_chunk(const Limits& limits);
  // The whole body has been handed out.
  bool ended() const;

 private:
  friend class HttpClient;
  struct State;
  explicit HttpStream(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// Keeps idle connections for reuse. May be used by several threads at once.
class HttpClient {
 public:
  HttpClient();
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  // Errors name the method and the url: `GET http://127.0.0.1:8000/health: connection refused`.
  base::Result<Response> get(const std::string& url, const Limits& limits);
  base::Result<Response> post(const std::string& url, std::string body,
                              const std::string& content_type, const Limits& limits);
  // Errors do not name the url: the caller knows what it stands for. Blocks until the whole body is
  // here.
  base::Result<Response> send(Request request, const Limits& limits);
  // Blocks until the headers are here. `limits` is for this call only, not for the stream.
  base::Result<HttpStream> open(Request request, const Limits& limits);

 private:
  class Connections;  // one curl multi handle with the connections it keeps
  class Lent;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Connections>> idle_;
};

}  // namespace dyntest::net
