// A run read back from the file that an event log wrote, ready to be handed to reporters. Used by
// `dyntest report`. A file that would lead a reporter astray is refused, with the line at fault.
#pragma once

#include <string>
#include <vector>

#include "foundation/base/error.hpp"
#include "testing/model/event.hpp"

namespace dyntest::report {

// From RunStarted to RunFinished, as a reporter expects it.
struct Recording {
  std::vector<model::Event> events;
  const model::RunStarted& start() const;
  const model::CollectionFinished& collection() const;
  const model::RunFinished& end() const;
};

// A file that stops before its run does is completed: a last line that is not whole is passed over,
// and the end says that the recording stops here, with exit code `interrupted` and, for want of
// better, the time that the recorded tests took. An error is one line and names the remedy.
base::Result<Recording> read_recording(const std::string& path);

}  // namespace dyntest::report
