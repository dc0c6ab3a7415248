// The rules that each answer has to keep, whoever generated it.
//
// Who uses it: Client, for every answer that has arrived whole. A stream: each frame is
// server-sent events' grammar (https://html.spec.whatwg.org/multipage/server-sent-events.html) and
// its data JSON; one id and one model throughout; one finish reason a choice, and no text behind
// it; the last data is [DONE], also behind an error. An answer: every choice has a finish reason.
// Usage adds up, and is no less than the events that brought text. An error is JSON with a message
// and, where it says a code, the status's.
#pragma once

#include <string>
#include <vector>

#include "kit/client/reply.hpp"

namespace dyntest::client {

// Reads `body` into all other fields. `arrived(bytes)`: when the body had so many bytes.
// `streamed`: the answer was asked for as a stream. Returns the rules that are broken, a line each.
struct BodyClock {
  std::vector<std::pair<std::size_t, base::Clock::time_point>> marks;  // rising
  base::Clock::time_point at(std::size_t bytes) const;
};
std::vector<std::string> read_reply(Reply& reply, bool streamed, const BodyClock& clock);

}  // namespace dyntest::client
