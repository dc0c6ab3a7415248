#include "testing/report/googletest_case.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iterator>

#include "testing/report/tally.hpp"
#include "testing/report/text.hpp"

namespace dyntest::report {

namespace {

GoogleTestPart part_at(const model::Place& place, std::string_view message,
                       const std::string& root) {
  const bool known = place.line > 0 && !place.file.empty();
  return {known ? googletest_file(root, place.file) : "", known ? place.line : 0,
          std::string{without_last_newline(message)}};
}

// Outcomes that GoogleTest has no word for, and that no run fails of.
struct Remark {
  model::Outcome outcome;
  const char* property;
  const char* text;
};
constexpr Remark remarks[] = {{model::Outcome::xfailed, "xfail", "failed, as expected"},
                              {model::Outcome::xpassed, "xpass", "passed, expected to fail"},
                              {model::Outcome::flaky, "flaky", "flaky"},
                              {model::Outcome::quarantined, "quarantine", "failed, in quarantine"}};

}  // namespace

std::string GoogleTestPart::place() const {
  return file.empty() ? "unknown file" : fmt::format("{}:{}", file, line);
}

std::string googletest_file(const std::string& root, const std::string& file) {
  if (root.empty() || file.empty()) return file;
  return (std::filesystem::path{root} / file).lexically_normal().generic_string();
}

std::string googletest_seconds(double seconds) {
  return fmt::format("{}", std::round(seconds * 1000) / 1000);
}

void GoogleTestCase::add(const model::PhaseFinished& phase, const std::string& root) {
  using model::Outcome;
  seconds += phase.seconds;
  properties.insert(properties.end(), phase.properties.begin(), phase.properties.end());
  if (phase.outcome == Outcome::passed) {
    state = std::max(state, State::ok);
  } else if (phase.outcome == Outcome::skipped) {
    state = std::max(state, State::skipped);
    skipped = part_at(phase.reason_place, phase.reason, root);
  } else if (const auto* known = std::ranges::find(remarks, phase.outcome, &Remark::outcome);
             known != std::end(remarks)) {
    state = std::max(state, State::ok);
    remark = fmt::format("{}: {}", known->text, phase.reason);
    properties.push_back({known->property, phase.reason});
  } else {
    state = State::failed;
    const std::string where = phase.phase == model::Phase::call
                                  ? ""
                                  : fmt::format("error at {}: ", phase_name(phase.phase));
    for (const auto& failure : phase.failures)
      failures.push_back(part_at(failure.place, where + failure.message, root));
    if (phase.failures.empty()) failures.push_back({"", 0, where + "the test failed"});
    for (const auto& note : phase.notes)
      failures.back().message.append("\n").append(without_last_newline(note));
  }
}

}  // namespace dyntest::report
