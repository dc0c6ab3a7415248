// A toxic on a proxy, as a fault: added when it begins, removed when it is healed.
#pragma once

#include <optional>
#include <utility>

#include "kit/faults/fault.hpp"
#include "kit/faults/proxy.hpp"

namespace dyntest::faults {

class ToxicFault final : public Fault {
 public:
  ToxicFault(Proxy& proxy, Toxic toxic, Direction direction, double toxicity = 1.0)
      : proxy_{proxy}, toxic_{std::move(toxic)}, direction_{direction}, toxicity_{toxicity} {}
  ~ToxicFault() override { (void)heal(); }

  std::string text() const override { return toxic_.text(); }
  base::Status begin() override {
    handle_ = proxy_.add(toxic_, direction_, toxicity_);
    return {};
  }
  base::Status heal() override {
    if (handle_) handle_->remove();
    return {};
  }
  Bites bites() const override { return handle_ ? handle_->bites() : Bites{}; }

 private:
  Proxy& proxy_;
  Toxic toxic_;
  Direction direction_;
  double toxicity_;
  std::optional<ToxicHandle> handle_;
};

}  // namespace dyntest::faults
