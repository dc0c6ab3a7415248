// What an HttpServer sends for a request: a plain value, faults included.
//
//   Answer::json(R"({"id": 7})")          Answer::text("no", 404)
//   Answer::events({"one", "[DONE]"})     Answer::busy(503, 2s)
//   Answer::json("{}").after(200ms)       Answer::text("cut").with(Fault::cut_body)
//
// Who uses it: tests that program a server. What a test decides while the answer is on its way is a
// Stream's business.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/deadline.hpp"
#include "foundation/net/http.hpp"

namespace dyntest::http_server {

using net::Header;

// What is wrong with an answer. Behind each of them, but `none`, the connection is over.
enum class Fault {
  none,
  no_answer,   // closes the connection without a byte
  reset,       // the same with a RST: `connection reset by peer`
  silence,     // never answers; keeps the connection until the client leaves
  cut_body,    // closes in the body: half of one with a length, no final chunk of a chunked one
  reset_body,  // the same with a RST
  malformed_chunk,  // a chunked body ends with a chunk whose size is no number
};

// A part of a chunked body, sent as one chunk.
struct Chunk {
  std::string text;
  base::Duration delay{};  // before it
  bool operator==(const Chunk&) const = default;
};

struct Answer {
  int status = 200;
  std::vector<Header>
      headers;  // Content-Length, Transfer-Encoding and Connection come by themselves
  std::string body;
  std::vector<Chunk> chunks;                  // if any: a chunked body; `body` is not used
  std::optional<std::size_t> content_length;  // what is announced instead of the body's length
  base::Duration delay{};                     // before the first byte
  base::Duration head_gap{};                  // before each byte of the head
  Fault fault = Fault::none;

  bool operator==(const Answer&) const = default;

  // `text` goes out as it is.
  static Answer json(std::string text, int status = 200);
  static Answer text(std::string text, int status = 200);
  // Server-sent events, one chunk each, `gap` apart: `data: …` and an empty line.
  static Answer events(const std::vector<std::string>& data, base::Duration gap = {});
  // 429 or 503 with Retry-After, in whole seconds.
  static Answer busy(int status, std::chrono::seconds retry_after);
  static Answer failing(Fault fault);

  Answer with(Fault what) &&;
  Answer with(std::string name, std::string value) &&;  // one more header
  Answer after(base::Duration before_first_byte) &&;
  Answer with_slow_head(base::Duration before_each_byte) &&;
  // A body that is shorter or longer than its Content-Length says.
  Answer announcing(std::size_t bytes) &&;
};

// One event of a stream (https://html.spec.whatwg.org/multipage/server-sent-events.html): a
// `data:` line for each line of `data`, and an empty one.
std::string event_text(std::string_view data);

}  // namespace dyntest::http_server
