#include "kit/faults/victim.hpp"

#include <utility>

namespace dyntest::faults {

base::Status ProcessVictim::restart() {
  process_.kill();
  auto fresh = start_();
  if (!fresh) return fresh.error();
  process_ = *std::move(fresh);
  return {};
}

}  // namespace dyntest::faults
