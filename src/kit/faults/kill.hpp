// SIGKILL, as when a machine crashes; healed by a restart. One that has died already is no bite.
#pragma once

#include "kit/faults/fault.hpp"
#include "kit/faults/victim.hpp"

namespace dyntest::faults {

class Kill final : public Fault {
 public:
  explicit Kill(Victim& victim) : victim_{victim} {}
  ~Kill() override { (void)heal(); }

  std::string text() const override { return "kill"; }
  base::Status begin() override;
  base::Status heal() override;
  Bites bites() const override { return bites_.read(); }

 private:
  Victim& victim_;
  bool began_ = false;
  BiteCounter bites_;
};

}  // namespace dyntest::faults
