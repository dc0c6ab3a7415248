// Something that goes wrong for a while: it begins, it is healed, and it tells what it has hit.
//
// Who uses it: Run, which makes faults from a table; tests that want a single one. Destroying a
// fault heals it. A fault is one thread's at a time; only its bites may be read by others.
#pragma once

#include <string>

#include "foundation/base/error.hpp"
#include "kit/faults/bites.hpp"

namespace dyntest::faults {

class Fault {
 public:
  Fault() = default;
  Fault(const Fault&) = delete;
  Fault& operator=(const Fault&) = delete;
  virtual ~Fault() = default;

  // `latency(200 ms)`, `kill`
  virtual std::string text() const = 0;
  // Once.
  virtual base::Status begin() = 0;
  // All is as before when it returns without an error: what was killed is ready again. No harm if
  // it was healed already, or never began.
  virtual base::Status heal() = 0;
  virtual Bites bites() const = 0;
};

}  // namespace dyntest::faults
