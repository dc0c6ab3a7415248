#include "kit/faults/kill.hpp"

namespace dyntest::faults {

base::Status Kill::begin() {
  if (victim_.ended()) return base::Error{"kill: it has ended already"};
  began_ = true;
  victim_.kill();
  bites_.add({.processes = 1});
  return {};
}

base::Status Kill::heal() {
  if (!began_ || !victim_.ended()) return {};
  return victim_.restart();
}

}  // namespace dyntest::faults
