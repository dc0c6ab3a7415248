// Ready when one of several probes is: `ready::any(ready::http(old_url), ready::http(new_url))`.
//
// Who uses it: launches of programs that differ between versions. The answer holds that of each
// part. A part that will never be ready ends the wait only if all the others never will be, either.
#pragma once

#include <vector>

#include "kit/services/probe.hpp"

namespace dyntest::services::ready {

Probe any_of(std::vector<Probe> parts);

template <class... Parts>
Probe any(Parts... parts) {
  return any_of({Probe{std::move(parts)}...});
}

}  // namespace dyntest::services::ready
