// An answer that a test writes while it is on its way: chunk by chunk, when the test says so.
//
//   auto stream = server.on("POST", "/v1/completions").respond_stream();
//   …                                        the code under test sends its request
//   stream.event(R"({"token": "a"})");       goes out at once; then the stream stands still
//   stream.event("[DONE]").finish();
//
// Serves one request. What is said before that request is there waits for it. A Stream is a handle:
// copies are the same stream, any thread may use them, and they may outlive the server.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "foundation/base/deadline.hpp"
#include "foundation/base/error.hpp"

namespace dyntest::http_server {

namespace detail {
class Board;
struct StreamState;
}  // namespace detail

class Stream {
 public:
  // Never block. What follows an end has no effect, nor has what follows the client's end.
  Stream& send(std::string text);        // one chunk
  Stream& event(std::string_view data);  // `data: …` and an empty line
  Stream& pause(base::Duration time);    // between what was sent before and what comes behind
  void finish();                         // the final chunk; the connection lives on
  void cut();                            // closes the connection without the final chunk
  void reset();                          // the same with a RST

  // Whether the request has come, and whether its client has gone before the end of the stream. A
  // client that closes one half of its connection counts as gone; one that sends a further request
  // meanwhile (pipelining) is noticed by the next write only.
  bool is_open() const;
  bool client_has_gone() const;
  // Errors name the stream and the time. Both may throw os::Interrupted.
  base::Status wait_until_open(base::Deadline deadline) const;
  base::Status wait_until_client_has_gone(base::Deadline deadline) const;

 private:
  friend class Expectation;
  Stream(std::shared_ptr<detail::Board> board, std::shared_ptr<detail::StreamState> state);

  std::shared_ptr<detail::Board> board_;
  std::shared_ptr<detail::StreamState> state_;
};

}  // namespace dyntest::http_server
