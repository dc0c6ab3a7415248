// `dyntest report FILE...`: a run that --report-log recorded, or all shards of one, told again to
// the same reporters. Reads the files, and nothing of the suite but its dyntest.toml.
#pragma once

#include "testing/runner/options.hpp"

namespace dyntest::runner {

// Returns the recorded run's exit code; for files that cannot be told again, that of a usage error
// after one line on stderr. `all_skipped_fails`: of shards, which cannot know it, all together.
int report_recordings(const Options& options, bool all_skipped_fails);

}  // namespace dyntest::runner
