// The process may not map more memory than it has, and so much more (RLIMIT_AS): allocations fail,
// and many a program dies of it. Healed by the limit from before, and a restart if it did die. It
// has bitten when the limit is in force; whether an allocation failed, only the process knows.
// Address space is limited, not what is used of it: a program that reserves much (Go, ASan) has it.
// Children that it starts meanwhile keep the limit.
#pragma once

#include <cstdint>

#include "kit/faults/fault.hpp"
#include "kit/faults/victim.hpp"

namespace dyntest::faults {

class MemoryLimit final : public Fault {
 public:
  MemoryLimit(Victim& victim, std::uint64_t headroom_bytes)
      : victim_{victim}, headroom_bytes_{headroom_bytes} {}
  ~MemoryLimit() override { (void)heal(); }

  std::string text() const override;
  base::Status begin() override;
  base::Status heal() override;
  Bites bites() const override { return bites_.read(); }

 private:
  Victim& victim_;
  std::uint64_t headroom_bytes_;
  pid_t limited_ = -1;        // -1 = none
  std::uint64_t before_ = 0;  // the limit, bytes
  BiteCounter bites_;
};

}  // namespace dyntest::faults
