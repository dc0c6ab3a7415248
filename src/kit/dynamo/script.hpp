// What a scripted worker does with each request: a worker that misbehaves on demand.
//
//   Deployment{}.frontend().scripted({tokens(8), stall()})
//
// Who uses it: tests of what Dynamo does when a worker does wrong. The worker itself is
// scripted_worker.py, on Dynamo's own bindings; it generates the ids 1000, 1001, ….
#pragma once

#include <string>
#include <vector>

namespace dyntest::dynamo {

struct Step {
  std::string json;
};
using Script = std::vector<Step>;

Step tokens(int count, double seconds_apart = 0);
Step pause(double seconds);
// Nothing any more, until the request is cancelled.
Step stall();
// An exception of dynamo.llm.exceptions that takes a message: `InvalidArgument`, `Unknown`, ….
Step error(const std::string& kind, const std::string& message);
// The one that carries a status of HTTP.
Step http_error(int status, const std::string& message);
// SIGKILL to itself.
Step crash();
// From here on it ignores a cancellation.
Step deaf();

}  // namespace dyntest::dynamo
