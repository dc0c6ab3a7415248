// `dyntest report FILE`: a run that --report-log recorded, told again to the same reporters. Reads
// the file and nothing of the suite but its `addopts`.
#pragma once

#include "testing/runner/options.hpp"

namespace dyntest::runner {

// Returns the recorded run's exit code; for a file that cannot be told again, that of a usage error
// after one line on stderr.
int report_recording(const Options& options);

}  // namespace dyntest::runner
