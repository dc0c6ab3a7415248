// Killed and started again at once: who was connected must connect anew. When it has begun, the
// process is ready; there is no more to heal, unless that failed.
#pragma once

#include "kit/faults/fault.hpp"
#include "kit/faults/victim.hpp"

namespace dyntest::faults {

class Restart final : public Fault {
 public:
  explicit Restart(Victim& victim) : victim_{victim} {}
  ~Restart() override { (void)heal(); }

  std::string text() const override { return "restart"; }
  base::Status begin() override;
  base::Status heal() override;
  Bites bites() const override { return bites_.read(); }

 private:
  Victim& victim_;
  bool began_ = false;
  BiteCounter bites_;
};

}  // namespace dyntest::faults
