// Each chunk is late by delay + uniform[-jitter, +jitter], never by less than nothing; order is
// kept, so one that is very late holds back those behind it. Endings are not late by themselves.
#pragma once

#include <memory>
#include <string>

#include "foundation/base/deadline.hpp"
#include "kit/faults/effect.hpp"

namespace dyntest::faults {

struct Latency {
  base::Duration delay;
  base::Duration jitter{0};

  std::string text() const;
  std::unique_ptr<Effect> effect() const;
};

}  // namespace dyntest::faults
