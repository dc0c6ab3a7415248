// Which processes somebody in this program has a handle of (os/process.hpp), so that what is left
// behind can be told from what is still in use. Written by Process.
#pragma once

#include <sys/types.h>

#include <set>

namespace dyntest::os {

// As of now. May be called by several threads at once, as may the others.
std::set<pid_t> owned_processes();

void own(pid_t process);
void disown(pid_t process);

}  // namespace dyntest::os
