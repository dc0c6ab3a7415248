// One test under a debugger.
//
//   dyntest --debugger gdb ID      keeper -> init -> gdb --args EXECUTABLE --dyntest-worker …
//
// The debugger runs a worker like any other, so fixtures, services and reports are those of every
// run; but the terminal is the debugger's, nothing is captured, and no time limit holds. What the
// debugger does not pass on to its program (descriptors above 2) the worker would miss.
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/error.hpp"
#include "testing/model/item.hpp"
#include "testing/runner/build.hpp"
#include "testing/runner/policy.hpp"

namespace dyntest::runner {

// The words of a command that is to be put in front of the program's; `gdb` is `gdb --args`.
std::vector<std::string> debugger_words(std::string_view text);

// Lifts the limits of the one test. An error if it is not one (it says which there are), none that
// we run ourselves, or there is no such program as `debugger`.
base::Status prepare_for_debugger(const std::string& debugger, std::vector<Selected>& tests,
                                  const model::Items& items,
                                  const std::vector<Executable>& executables);

// The worker's environment under a debugger: LeakSanitizer cannot look at a program that somebody
// else traces, and would end it.
std::vector<std::string> debugger_environment();

inline constexpr const char* foreground_flag = "--dyntest-foreground";

// Runs `command` in the terminal's foreground, if there is a terminal, with a worker's descriptors,
// and ends as it did.
[[noreturn]] void run_in_foreground(const std::vector<std::string>& command);

// Puts this process group into the terminal's foreground. Where there is no terminal, nothing
// happens.
void give_terminal(pid_t group);

}  // namespace dyntest::runner
