// A piece of work in a process of its own, forked from this one, which must have one thread only.
#pragma once

#include <functional>

#include "testing/model/event.hpp"

namespace dyntest::runner {

// What an attempt came to, as far as the worker has to know.
struct AttemptEnd {
  bool failed = false;
  model::Outcome outcome = model::Outcome::passed;  // that of the first phase that did not pass
  bool cut_short = false;                           // the run is being stopped
  bool again = false;                               // there will be another one
};

// Runs `attempt` in a forked process and waits for its end. If that process ends in any other way
// than by the end of `attempt`, this one ends the same way: who cleans up behind it and says how it
// ended sees one process, not two.
AttemptEnd run_forked(const std::function<AttemptEnd()>& attempt);

// Ends this process as another one ended, given its wait status.
[[noreturn]] void end_like(int status);

}  // namespace dyntest::runner
