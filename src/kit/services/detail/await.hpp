// The one loop that waits until services are ready: asks each, fast first, then slower, and is
// awake at once when a process ends or has written what somebody looks for.
//
// Used by Service and start_together. It starts and ends nothing, and knows no threads: several
// services that were begun one after the other become ready side by side.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "foundation/base/deadline.hpp"
#include "kit/services/detail/running.hpp"
#include "kit/services/probe.hpp"

namespace dyntest::services::detail {

struct Awaited {
  std::shared_ptr<Running> process;
  std::unique_ptr<Prober> prober;
  base::Deadline deadline = base::Deadline::never();
  bool is_ready = false;
  std::string last_answer = {};
};

struct Failure {
  enum class Kind { died, never, too_late };
  Kind kind;
  std::size_t which;  // of those awaited
  std::string why;    // `process exited with status 3; last lines of …`
};

// Returns when all are ready, or at the first that has died, gives up, or is late; each is asked at
// least once. A process that dies after it was ready is a failure, too, as long as others are
// awaited. May throw os::Interrupted.
std::optional<Failure> await_ready(std::vector<Awaited>& all);

}  // namespace dyntest::services::detail
