// What has gone through a proxy so far.
#pragma once

#include <cstdint>

namespace dyntest::faults {

struct Traffic {
  std::uint64_t open = 0;        // connections now
  std::uint64_t accepted = 0;    // in all
  std::uint64_t refused = 0;     // of those: the server did not take them
  std::uint64_t upstream = 0;    // bytes that have come out on that side
  std::uint64_t downstream = 0;  // likewise
  std::uint64_t held = 0;        // bytes inside the proxy now
  bool operator==(const Traffic&) const = default;
};

}  // namespace dyntest::faults
