// Runs code of a test and turns whatever it throws into a verdict.
#pragma once

#include <functional>
#include <string>

#include "testing/model/event.hpp"
#include "testing/runner/recorder.hpp"

namespace dyntest::runner {

struct Verdict {
  enum class Kind {
    passed,
    failed,       // the failures are in the recorder
    timed_out,    // likewise
    skipped,      // SKIP
    xfailed,      // XFAIL
    interrupted,  // the run is being stopped
  };
  Kind kind = Kind::passed;
  std::string reason;
  model::Place place;
  bool threw_expected = false;  // an exception ended it, and `is_expected` said yes
};

// `is_expected` is called while the exception is being handled; may be null.
Verdict guarded(Recorder& recorder, const std::function<void()>& code,
                bool (*is_expected)() = nullptr);

}  // namespace dyntest::runner
