// Ready when each of several probes has been: `ready::all(ready::port(a), ready::http(url))`.
//
// Who uses it: launches of programs with several faces. A part that has been ready once is not
// asked again. The answer holds that of each part that was not ready. A part that will never be
// ready ends the wait.
#pragma once

#include <vector>

#include "kit/services/probe.hpp"

namespace dyntest::services::ready {

Probe all_of(std::vector<Probe> parts);

template <class... Parts>
Probe all(Parts... parts) {
  return all_of({Probe{std::move(parts)}...});
}

}  // namespace dyntest::services::ready
