#include "kit/faults/restart.hpp"

namespace dyntest::faults {

base::Status Restart::begin() {
  began_ = true;
  bites_.add({.processes = 1});
  return victim_.restart();
}

base::Status Restart::heal() {
  if (!began_ || !victim_.ended()) return {};
  return victim_.restart();
}

}  // namespace dyntest::faults
