// What the services of a test have written last, for a test whose time is over. A service is any
// process that the worker had started by its init (os::Process); what it writes can be read where
// it goes to a file, and is not captured with the test's own output.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace dyntest::runner {

// One text for each process below these inits that writes to a file: a line that names it, then its
// last lines, indented. In the order of the inits, and in which each has started them. `hidden`:
// inits of cells into which we cannot look, by what they have written down.
std::vector<std::string> service_logs(const std::vector<pid_t>& inits,
                                      const std::vector<pid_t>& hidden = {});

}  // namespace dyntest::runner
