// A RST for both sides, so long after the connection (or the toxic) began; nothing passes before.
#pragma once

#include <memory>
#include <string>

#include "foundation/base/deadline.hpp"
#include "kit/faults/effect.hpp"

namespace dyntest::faults {

struct Reset {
  base::Duration after{0};

  std::string text() const;
  std::unique_ptr<Effect> effect() const;
};

}  // namespace dyntest::faults
