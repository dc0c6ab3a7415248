#include "testing/runner/report_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <utility>

#include "testing/model/exit_code.hpp"
#include "testing/report/join.hpp"
#include "testing/runner/reporters.hpp"
#include "testing/runner/verdict_text.hpp"

namespace dyntest::runner {
namespace {

base::Result<report::Recording> read(const std::vector<std::string>& files) {
  std::vector<report::NamedRecording> shards;
  for (const auto& file : files) {
    auto recording = report::read_recording(file);
    if (!recording) return recording.error();
    shards.push_back({file, std::move(*recording)});
  }
  return report::join(std::move(shards));
}

bool is_run(const model::Event& event) {
  const auto* phase = std::get_if<model::PhaseFinished>(&event);
  return phase != nullptr && phase->phase == model::Phase::call &&
         phase->outcome != model::Outcome::skipped;
}

}  // namespace

int report_recordings(const Options& options, bool all_skipped_fails) {
  auto recording = read(options.recordings);
  if (!recording) {
    fmt::print(stderr, "ERROR: {}\n\n", recording.error().text());
    return model::exit_code::usage_error;
  }
  auto& end = std::get<model::RunFinished>(recording->events.back());
  if (all_skipped_fails && options.recordings.size() > 1 && end.exit_code == model::exit_code::ok &&
      std::ranges::none_of(recording->events, is_run)) {
    end.exit_code = model::exit_code::no_tests_selected;
    end.error = all_skipped_text;
  }
  Reporters reporters{options, recording->start().invocation};
  for (const model::Event& event : recording->events) reporters.on(event);
  reporters.flush();
  fmt::print(stderr, "{}", end.error);
  return reporters.exit_code(end.exit_code);
}

}  // namespace dyntest::runner
