// Bytes vanish; the connection is cut so long after it (or the toxic) began, or, with 0, when the
// toxic is removed. With 0 a close of the sender still arrives, else the cut comes before it.
#pragma once

#include <memory>
#include <string>

#include "foundation/base/deadline.hpp"
#include "kit/faults/effect.hpp"

namespace dyntest::faults {

struct Timeout {
  base::Duration after{0};

  std::string text() const;
  std::unique_ptr<Effect> effect() const;
};

}  // namespace dyntest::faults
