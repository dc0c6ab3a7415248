#include "kit/faults/latency.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "kit/faults/chance.hpp"
#include "kit/faults/detail/duration_text.hpp"

namespace dyntest::faults {
namespace {

class LatencyEffect final : public Effect {
 public:
  explicit LatencyEffect(Latency settings) : settings_{settings} {}

  void on_chunk(std::string bytes, Passage& out) override {
    const auto shift = between(out.rng(), -settings_.jitter, settings_.jitter);
    const auto late = std::max(base::Duration::zero(), settings_.delay + shift);
    out.bite(bytes.size());
    out.pass(std::move(bytes), out.now() + late);
  }

 private:
  Latency settings_;
};

}  // namespace

std::string Latency::text() const {
  if (jitter == base::Duration::zero()) return fmt::format("latency({})", detail::text(delay));
  return fmt::format("latency({} ± {})", detail::text(delay), detail::text(jitter));
}

std::unique_ptr<Effect> Latency::effect() const { return std::make_unique<LatencyEffect>(*this); }

}  // namespace dyntest::faults
