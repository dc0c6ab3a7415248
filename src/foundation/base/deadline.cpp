#include "foundation/base/deadline.hpp"

#include <algorithm>
#include <limits>

namespace dyntest::base {

Deadline Deadline::in(Duration budget) {
  const auto now = Clock::now();
  const auto longest = Clock::time_point::max() - now;
  return Deadline{budget >= longest ? Clock::time_point::max() : now + budget};
}

Duration Deadline::left() const {
  if (moment_ == Clock::time_point::max()) return Duration::max();
  return std::max(Duration::zero(), Duration{moment_ - Clock::now()});
}

int Deadline::poll_timeout() const {
  if (moment_ == Clock::time_point::max()) return -1;
  const auto milliseconds = std::chrono::ceil<std::chrono::milliseconds>(left()).count();
  return static_cast<int>(
      std::min<std::chrono::milliseconds::rep>(milliseconds, std::numeric_limits<int>::max()));
}

}  // namespace dyntest::base
