// --durations: the slowest phases of the run, slowest first.
#pragma once

#include <vector>

#include "testing/model/event.hpp"
#include "testing/report/options.hpp"
#include "testing/report/writer.hpp"

namespace dyntest::report {

struct PhaseDuration {
  double seconds;
  model::Phase phase;
  const model::Item* item;
};

// Nothing where --durations was not given or nothing ran.
void write_durations(Writer& writer, const TerminalOptions& options,
                     std::vector<PhaseDuration> durations);

}  // namespace dyntest::report
