// SIGSTOP for the whole group, as a machine that hangs: connections stand, nobody answers. Healed
// by SIGCONT. It has bitten when the kernel says that all of the process's threads stand still.
#pragma once

#include "kit/faults/fault.hpp"
#include "kit/faults/victim.hpp"

namespace dyntest::faults {

class Stop final : public Fault {
 public:
  explicit Stop(Victim& victim) : victim_{victim} {}
  ~Stop() override { (void)heal(); }

  std::string text() const override { return "stop"; }
  base::Status begin() override;
  base::Status heal() override;
  Bites bites() const override { return bites_.read(); }

 private:
  Victim& victim_;
  pid_t stopped_ = -1;  // -1 = none
  BiteCounter bites_;
};

}  // namespace dyntest::faults
