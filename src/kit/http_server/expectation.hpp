// What an HttpServer expects, and what it then answers.
//
//   server.on("POST", "/v1/completions").with_json("/model", "qwen").respond(200, text);
//   server.on("GET", "/health").respond_once(503).then(200);
//   server.on("GET", "/v1/models/*").respond_with([](const Request& request) { … });
//
// Conditions come first; an expectation is in force as soon as it has an answer. Of several that
// fit a request the newest answers. An Expectation is a handle: copies are the same expectation,
// any thread may use them, and they may outlive the server.
#pragma once

#include <concepts>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/deadline.hpp"
#include "foundation/base/error.hpp"
#include "kit/http_server/answer.hpp"
#include "kit/http_server/request.hpp"
#include "kit/http_server/stream.hpp"

namespace dyntest::http_server {

namespace detail {
struct ExpectationState;
}

// A value that JSON can hold, as JSON.
struct JsonValue {
  JsonValue(std::string_view text);
  JsonValue(const char* text) : JsonValue{std::string_view{text}} {}
  JsonValue(const std::string& text) : JsonValue{std::string_view{text}} {}
  JsonValue(double number);
  JsonValue(std::nullptr_t) : json{"null"} {}
  JsonValue(std::same_as<bool> auto value) : json{value ? "true" : "false"} {}
  template <std::integral T>
    requires(!std::same_as<T, bool>)
  JsonValue(T number) : json{std::to_string(number)} {}

  std::string json;
};

// Runs on the server's only thread: while it runs nobody else is answered, and it must not wait for
// another request. What it throws is answered with 500 and named by HttpServer::check.
using Function = std::function<Answer(const Request&)>;

class Expectation {
 public:
  // All conditions must hold. A request that fails one is told so in its 404.
  Expectation& with_header(std::string name, std::string value);
  Expectation& with_query(std::string name, std::string value);
  // The body is JSON and has that value at that pointer (RFC 6901). Throws std::invalid_argument
  // where `pointer` is none.
  Expectation& with_json(const std::string& pointer, const JsonValue& value);
  Expectation& with_body(std::string part);  // the body contains it
  // `what` says it in errors: `a prompt of at most 10 tokens`. Runs as a Function does.
  Expectation& matching(std::string what, std::function<bool(const Request&)> holds);

  // The answer to every such request. Replaces what was said before, as the next two do.
  Expectation& respond(Answer answer);
  // `json` may be empty: no body then.
  Expectation& respond(int status, std::string json = {});
  Expectation& respond_with(Function function);
  // To one such request; the expectation is used up then.
  Expectation& respond_once(Answer answer);
  Expectation& respond_once(int status, std::string json = {});
  // To the next one. The last answer stays, unless the sequence began with respond_once.
  Expectation& then(Answer answer);
  Expectation& then(int status, std::string json = {});
  // To one such request, written by the test; then_stream behind other answers.
  Stream respond_stream();
  Stream then_stream();
  // HttpServer::check does not mind if it is not called, or not to the end.
  Expectation& optional();

  // What has come for it, answered or not yet; last_request throws std::out_of_range if nothing
  // has.
  std::size_t calls() const;
  std::vector<Request> requests() const;
  Request last_request() const;
  // Until that many have come in all. The error says how many have, and what came instead. May
  // throw os::Interrupted.
  base::Status wait_for_calls(std::size_t count, base::Deadline deadline) const;

 private:
  friend class HttpServer;
  Expectation(std::shared_ptr<detail::Board> board,
              std::shared_ptr<detail::ExpectationState> state);

  std::shared_ptr<detail::Board> board_;
  std::shared_ptr<detail::ExpectationState> state_;
};

}  // namespace dyntest::http_server
