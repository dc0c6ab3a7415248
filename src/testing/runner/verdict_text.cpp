#include "testing/runner/verdict_text.hpp"

#include <fmt/format.h>

namespace dyntest::runner {
namespace {

// `AddressSanitizer: heap-buffer-overflow file.cpp:7 in run` from the line that sums up a report.
std::string sanitizer_summary(const std::string& standard_error) {
  constexpr std::string_view head = "SUMMARY: ";
  constexpr std::string_view undefined = "runtime error: ";
  if (const auto at = standard_error.rfind(undefined); at != std::string::npos)
    return "UndefinedBehaviorSanitizer: " +
           standard_error.substr(at + undefined.size(),
                                 standard_error.find('\n', at) - at - undefined.size());
  const auto at = standard_error.rfind(head);
  if (at == std::string::npos) return "";
  const auto begin = at + head.size();
  return standard_error.substr(begin, standard_error.find('\n', begin) - begin);
}

}  // namespace

std::string not_passed_text(model::Outcome outcome) {
  using model::Outcome;
  switch (outcome) {
    case Outcome::passed:
    case Outcome::xpassed:
    case Outcome::flaky:
      return "";
    case Outcome::skipped:
      return "was skipped";
    case Outcome::xfailed:
      return "failed as expected";
    case Outcome::failed:
    case Outcome::timed_out:
    case Outcome::quarantined:
      return "failed";
  }
  return "";
}

model::Failure death_failure(const model::Item& test, os::ExitStatus status,
                             std::optional<double> timeout, const std::string& standard_error) {
  model::Failure failure;
  failure.place = {test.file, test.line};
  failure.kind = "Crash";
  if (timeout) {
    failure.kind = "Timeout";
    failure.message = fmt::format(
        "Timeout (>{}s): the test's thread never came back; its process was killed", *timeout);
  } else if (const auto summary = sanitizer_summary(standard_error); !summary.empty()) {
    failure.message = summary;
  } else if (status.signal()) {
    failure.message = fmt::format("the test's process died of {}", status.text());
  } else {
    failure.message =
        fmt::format("the test ended its process with {}: it called exit or _exit", status.text());
  }
  return failure;
}

}  // namespace dyntest::runner
