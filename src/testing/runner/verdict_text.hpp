// The words for a test whose worker died, and the process that reads the stacks of one that hangs.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

#include "foundation/os/process.hpp"
#include "testing/model/event.hpp"

namespace dyntest::runner {

// What killed the test: a signal, a time-out, a call of exit, or what a sanitizer wrote to stderr.
// `timeout` is the time it had, in seconds, if that is what it died of.
model::Failure death_failure(const model::Item& test, os::ExitStatus status,
                             std::optional<double> timeout, const std::string& standard_error);

inline constexpr const char* stacks_flag = "--dyntest-stacks";

// Writes the stacks of all threads of `pid` to stdout, one frame a line, the framework's own frames
// left out. Uses ptrace: the process stops meanwhile. If that is not allowed, one line says so.
void print_stacks(pid_t pid);

}  // namespace dyntest::runner
