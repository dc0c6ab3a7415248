// Which form of their messages controller and worker speak. They may come from two builds: dyntest
// is installed anew, a test executable is not built again. So a worker says hello with its form
// before anything else is read, and the controller turns another one away.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "testing/runner/wire.hpp"

namespace dyntest::runner {

// One more with every change of what travels between them: wire.hpp, channel.hpp,
// worker_options.hpp.
inline constexpr std::uint32_t protocol = 11;

// What this program says of itself.
Hello own_hello();

// Why the program that says so cannot be used, and what to do; nothing if it can.
std::optional<std::string> why_foreign(const Hello& hello);

}  // namespace dyntest::runner
