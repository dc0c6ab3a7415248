// What a run has done: each fault with its times, what it hit, and what went wrong with it.
#pragma once

#include <string>
#include <vector>

#include "foundation/base/deadline.hpp"
#include "foundation/base/error.hpp"
#include "kit/faults/bites.hpp"
#include "kit/faults/schedule.hpp"

namespace dyntest::faults {

struct Occurrence {
  Step step;
  std::string text;         // `latency(200 ms)`
  base::Duration began{0};  // since the run began, by the clock
  base::Duration healed{0};
  Bites bites;
  std::string begin_error;  // empty = none
  std::string heal_error;
  bool operator==(const Occurrence&) const = default;
};

struct History {
  Schedule schedule;
  std::vector<Occurrence> faults;  // in the order in which they began

  // Of all faults of that kind.
  Bites bites(const std::string& kind) const;
  // An error that names the first fault that hit nothing.
  base::Status require_bites() const;
  // The schedule's log, with a line more for each fault that began. Schedule::parse reads it.
  std::string log() const;
};

}  // namespace dyntest::faults
