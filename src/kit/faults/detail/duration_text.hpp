// Durations as people write them.
#pragma once

#include <string>

#include "foundation/base/deadline.hpp"

namespace dyntest::faults::detail {

// `200 ms`, `0.5 ms`
std::string text(base::Duration duration);

}  // namespace dyntest::faults::detail
