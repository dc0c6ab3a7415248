#include "testing/runner/report_command.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "testing/model/exit_code.hpp"
#include "testing/report/recording.hpp"
#include "testing/runner/reporters.hpp"

namespace dyntest::runner {

int report_recording(const Options& options) {
  const auto recording = report::read_recording(options.recording);
  if (!recording) {
    fmt::print(stderr, "ERROR: {}\n\n", recording.error().text());
    return model::exit_code::usage_error;
  }
  Reporters reporters{options, recording->start().invocation};
  for (const model::Event& event : recording->events) reporters.on(event);
  reporters.flush();
  fmt::print(stderr, "{}", recording->end().error);
  return reporters.exit_code(recording->end().exit_code);
}

}  // namespace dyntest::runner
