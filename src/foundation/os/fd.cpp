#include "foundation/os/fd.hpp"

#include <unistd.h>

namespace dyntest::os {

void Fd::reset() {
  if (number_ >= 0) ::close(std::exchange(number_, -1));
}

}  // namespace dyntest::os
