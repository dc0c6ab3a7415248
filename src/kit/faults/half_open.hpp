// The sender has vanished without a FIN, as behind a network that is down: nothing of what it sends
// arrives, no ending either, and it gets no error. When the toxic is removed, all arrives, as TCP
// sees to; what exceeds the buffer (Pipe) waits in the sender.
#pragma once

#include <memory>
#include <string>

#include "foundation/base/deadline.hpp"
#include "kit/faults/effect.hpp"

namespace dyntest::faults {

struct HalfOpen {
  base::Duration after{0};  // so long does it take to vanish

  std::string text() const;
  std::unique_ptr<Effect> effect() const;
};

}  // namespace dyntest::faults
