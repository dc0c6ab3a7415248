#include "kit/faults/detail/duration_text.hpp"

#include <fmt/format.h>

namespace dyntest::faults::detail {

std::string text(base::Duration duration) {
  return fmt::format("{:g} ms", std::chrono::duration<double, std::milli>{duration}.count());
}

}  // namespace dyntest::faults::detail
