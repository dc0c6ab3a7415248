// Toy suites: tests/integration/toys/<toy>, with the text that commands in them must print.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "foundation/os/process.hpp"

namespace toys {

std::vector<std::string> names();

// Why a command of this build cannot make full cells; empty if it can.
std::string why_no_full_cell();

// Types what expected.txt of the toy types, and checks what comes. With DYNTEST_UPDATE=1 it writes
// the file anew: read the difference before you commit it. Where DYNTEST_UPDATE is a folder, what
// the toy prints goes there, as <toy>.txt. `scratch`: a folder for files of the commands.
void check(const std::string& toy, const std::filesystem::path& scratch);

// A copy of the toy in `folder`/suite, and `folder`/build, whose manifests say that its executables
// (`toy_<toy>_<role>`) belong to that copy.
void copy(const std::string& toy, const std::vector<std::string>& executables,
          const std::filesystem::path& folder);

// A run of a toy beside its test: `dyntest words…` in the toy's folder. What the two use together
// stands in `scratch`: go, ready, cache and, with what the run prints, log; the run knows the first
// three as $GO, $READY and $DYNTEST_CACHE_DIR.
dyntest::os::Process start(const std::string& toy, const std::vector<std::string>& words,
                           const std::filesystem::path& scratch,
                           std::vector<std::string> environment = {});

}  // namespace toys
