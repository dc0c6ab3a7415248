// Ready when a command exits with 0.
//
//   ready::command({"etcdctl", "--endpoints", url, "endpoint", "health"})
//
// Who uses it: launches of programs that come with a tool to ask them. Each question starts a
// process, and ends it if it takes too long. Its output goes nowhere but into the error.
#pragma once

#include <string>
#include <vector>

#include "foundation/os/process.hpp"
#include "kit/services/probe.hpp"

namespace dyntest::services::ready {

Probe command(std::vector<std::string> argv);
// With an environment, a folder, limits. Its output descriptors are not used.
Probe command(os::Command command);

}  // namespace dyntest::services::ready
