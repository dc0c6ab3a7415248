// Where the services' programs are on this machine, and what to install if they are missing.
//
// Who uses it: the services, and tests that skip themselves where a program is missing.
#pragma once

#include <filesystem>
#include <string_view>

#include "foundation/base/error.hpp"

namespace dyntest::services {

// The program's path: from PATH, else from the usual bin and sbin folders (a user's PATH often
// lacks /usr/sbin, where Debian keeps nats-server). The error names the Debian package, if it is
// known: `etcd is not installed: apt-get install etcd-server`.
base::Result<std::filesystem::path> find_program(std::string_view name);

// `installed("etcd")`, `installed("nats-server")`, or any other program.
bool installed(std::string_view name);

}  // namespace dyntest::services
