// An answer of an OpenAI-compatible API as a value: what was generated, by whom, at what cost.
//
// Who uses it: Client makes it, tests read it. Of a streamed answer it is what all events come to,
// with the time at which each arrived. Whether the answer keeps the API's rules: rules.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/deadline.hpp"
#include "foundation/net/http.hpp"

namespace dyntest::client {

// One event of a stream, or the whole body of an answer that is none.
struct Event {
  base::Clock::time_point at;
  std::string data;     // what stands behind `data: `; several lines are joined by \n
  std::string name;     // what stands behind `event: `
  std::string comment;  // what stands behind `:`
};

struct Usage {
  int prompt_tokens = 0;
  int completion_tokens = 0;
  int total_tokens = 0;
  int cached_tokens = 0;  // of the prompt; 0 also where it is not said
};

struct Reply {
  int status = 0;  // of HTTP; 0 = no answer, see `failure`
  std::vector<net::Header> headers;
  std::string body;           // as it came
  std::vector<Event> events;  // of a stream, without [DONE]; else the body
  bool done = false;          // a stream ended with [DONE]
  std::string failure;        // why there is no whole answer: `connection reset`, `dropped`

  std::string id;
  std::string model;
  std::string text;           // of the first choice
  std::string finish_reason;  // likewise
  int choices = 0;
  int deltas = 0;  // events of a stream that brought text
  std::optional<Usage> usage;
  // Dynamo's instance ids, where extra_fields asked for worker_id.
  std::optional<std::uint64_t> prefill_worker;
  std::optional<std::uint64_t> decode_worker;
  // Of an error, whether the status says it or an event of a stream.
  std::string error;       // its message
  std::string error_type;  // `Overloaded`, `timeout_error`
  int error_code = 0;

  base::Clock::time_point begun;  // when the request was made
  base::Clock::time_point ended;

  bool ok() const { return status >= 200 && status < 300 && error.empty() && failure.empty(); }
  // The worker that generated it; nothing if it was not told.
  std::optional<std::uint64_t> worker() const { return decode_worker; }
  // The longest time between two events.
  base::Duration longest_gap() const;
  // The first header of that name (case does not matter).
  std::optional<std::string> header(std::string_view name) const;

  // What stands at a JSON pointer (RFC 6901) of the last event that has it, as JSON text.
  std::optional<std::string> json(std::string_view pointer) const;
  // The same as a number; nothing if there is none.
  std::optional<double> number(std::string_view pointer) const;
};

}  // namespace dyntest::client
