// The process host: a single-threaded process that forks on behalf of a program that may have many
// threads, and is the parent of all that the program starts (cell/init.hpp serves it).
//
//   program --- START argv environment folder limits, stdin stdout stderr ---> host
//   program <-- pid, pidfd, exit pipe  |  an error text --------------- host
#pragma once

#include <optional>

#include "foundation/base/error.hpp"
#include "foundation/os/fd.hpp"
#include "foundation/os/process.hpp"

namespace dyntest::os {

// From now on Process::start asks the host at the other end of `socket`. Not for tests.
void use_host(Fd socket);

// What Process::start does if there is a host; nothing otherwise.
std::optional<base::Result<Process>> start_by_host(const Command& command);

}  // namespace dyntest::os
