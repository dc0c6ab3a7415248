// The command, as `dyntest` over many executables and as a test executable over itself.
#pragma once

namespace dyntest::runner {

// main of a test executable. Returns an exit code (model/exit_code.hpp).
int run_tests(int count, char** arguments);

// main of `dyntest`: builds, finds the test executables in the build folder, and runs them.
int run_dyntest(int count, char** arguments);

}  // namespace dyntest::runner
