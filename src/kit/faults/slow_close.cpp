#include "kit/faults/slow_close.hpp"

#include <fmt/format.h>

#include <utility>

#include "kit/faults/detail/duration_text.hpp"

namespace dyntest::faults {
namespace {

class SlowCloseEffect final : public Effect {
 public:
  explicit SlowCloseEffect(base::Duration delay) : delay_{delay} {}

  void on_chunk(std::string bytes, Passage& out) override { out.pass(std::move(bytes), out.now()); }
  void on_ending(Ending ending, Passage& out) override {
    out.bite();
    out.pass(ending, out.now() + delay_);
  }

 private:
  base::Duration delay_;
};

}  // namespace

std::string SlowClose::text() const { return fmt::format("slow_close({})", detail::text(delay)); }

std::unique_ptr<Effect> SlowClose::effect() const {
  return std::make_unique<SlowCloseEffect>(delay);
}

}  // namespace dyntest::faults
