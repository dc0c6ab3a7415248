// The words for a test that has not passed, or whose worker died, and the process that reads the
// stacks of one that hangs.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

#include "foundation/os/process.hpp"
#include "testing/model/event.hpp"

namespace dyntest::runner {

inline constexpr const char* all_skipped_text =
    "ERROR: every test was skipped: a failure here, see all_skipped in dyntest.toml\n";

// What a test that depends on one with this outcome says of it: `failed`, `was skipped`. Empty: it
// has passed.
std::string not_passed_text(model::Outcome outcome);

// What killed the test: a signal, a time-out, a call of exit, or what a sanitizer wrote to stderr.
// `timeout` is the time it had, in seconds, if that is what it died of.
model::Failure death_failure(const model::Item& test, os::ExitStatus status,
                             std::optional<double> timeout, const std::string& standard_error);

inline constexpr const char* stacks_flag = "--dyntest-stacks";

// Writes the stacks of all threads of `pid` to stdout, one frame a line, the framework's own frames
// left out. Uses ptrace: the process stops meanwhile. If that is not allowed, one line says so.
void print_stacks(pid_t pid);

}  // namespace dyntest::runner
