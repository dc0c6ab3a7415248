#include "kit/faults/half_open.hpp"

#include <fmt/format.h>

#include <utility>

#include "kit/faults/detail/duration_text.hpp"

namespace dyntest::faults {
namespace {

class HalfOpenEffect final : public Effect {
 public:
  explicit HalfOpenEffect(base::Duration after) : after_{after} {}

  void on_begin(Passage& out) override { vanishes_ = out.now() + after_; }
  void on_chunk(std::string bytes, Passage& out) override {
    if (out.now() < vanishes_) return out.pass(std::move(bytes), out.now());
    out.bite(bytes.size());
    out.pass(std::move(bytes), never);
  }
  void on_ending(Ending ending, Passage& out) override {
    if (out.now() < vanishes_) return out.pass(ending, out.now());
    out.bite();
    out.pass(ending, never);
  }

 private:
  base::Duration after_;
  Moment vanishes_ = never;
};

}  // namespace

std::string HalfOpen::text() const {
  if (after == base::Duration::zero()) return "half_open";
  return fmt::format("half_open(after {})", detail::text(after));
}

std::unique_ptr<Effect> HalfOpen::effect() const { return std::make_unique<HalfOpenEffect>(after); }

}  // namespace dyntest::faults
