// `dyntest init [FOLDER]`: lays out the tests of a new project that uses an installed dyntest. It
// writes over nothing: a project that has one of the files already is refused as a whole.
#pragma once

#include <string>
#include <vector>

namespace dyntest::runner {

// `words` are those after `init`. Returns an exit code: that of a usage error, after one line on
// stderr and with nothing written, if it cannot be done.
int init_project(const std::vector<std::string>& words);

}  // namespace dyntest::runner
