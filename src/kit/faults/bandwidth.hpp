// A chunk takes as long as its bytes need at that rate; it arrives in slices of up to 100 ms.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "kit/faults/effect.hpp"

namespace dyntest::faults {

struct Bandwidth {
  std::uint64_t bytes_per_second;

  std::string text() const;
  std::unique_ptr<Effect> effect() const;
};

}  // namespace dyntest::faults
