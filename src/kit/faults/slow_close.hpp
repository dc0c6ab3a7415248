// A FIN, and any other ending, is late; bytes are not.
#pragma once

#include <memory>
#include <string>

#include "foundation/base/deadline.hpp"
#include "kit/faults/effect.hpp"

namespace dyntest::faults {

struct SlowClose {
  base::Duration delay;

  std::string text() const;
  std::unique_ptr<Effect> effect() const;
};

}  // namespace dyntest::faults
