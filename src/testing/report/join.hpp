// The recorded shards of a run as one recording, as if one run had had all their tests. Reporters
// are told nothing else; so what holds for a run's console, JUnit and log holds for a joined one.
#pragma once

#include <string>
#include <vector>

#include "foundation/base/error.hpp"
#include "testing/report/recording.hpp"

namespace dyntest::report {

struct NamedRecording {
  std::string name;  // of its file, for the header and for errors
  Recording recording;
};

// Tests stand in collection order, the time of the run is that of the longest shard, its exit code
// the worst: internal error, usage error, interrupted, tests failed, no tests, ok. A shard that is
// missing ends the run as one that was cut short does: with a line that says so, as `interrupted`.
//
// One recording alone is told as it is; but if it is a shard, the others are missing. An error is
// one line: several that are no shards, shards of different runs, one shard twice.
base::Result<Recording> join(std::vector<NamedRecording> shards);

}  // namespace dyntest::report
