// Cuts chunks into pieces of average ± variation bytes, each `pause` after the one before it.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "foundation/base/deadline.hpp"
#include "kit/faults/effect.hpp"

namespace dyntest::faults {

struct Slicer {
  std::size_t average_bytes;
  std::size_t variation_bytes = 0;
  base::Duration pause{0};

  std::string text() const;
  std::unique_ptr<Effect> effect() const;
};

}  // namespace dyntest::faults
