// Ready when something accepts connections at an address.
//
// Who uses it: launches of programs whose protocol nobody here speaks. An open port is a weak sign:
// many servers listen before they can answer. Prefer ready::http or a probe of one's own.
#pragma once

#include <string>

#include "kit/services/probe.hpp"

namespace dyntest::services::ready {

// `127.0.0.1:41234`, `localhost:41234`, `[::1]:41234`.
Probe port(const std::string& address);

}  // namespace dyntest::services::ready
