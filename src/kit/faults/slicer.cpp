#include "kit/faults/slicer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "kit/faults/chance.hpp"
#include "kit/faults/detail/duration_text.hpp"

namespace dyntest::faults {
namespace {

class SlicerEffect final : public Effect {
 public:
  explicit SlicerEffect(Slicer settings) : settings_{settings} {}

  void on_chunk(std::string bytes, Passage& out) override {
    out.bite(bytes.size());
    free_at_ = std::max(free_at_, out.now());
    for (std::size_t at = 0; at < bytes.size();) {
      std::string piece = bytes.substr(at, piece_bytes(out.rng()));
      at += piece.size();
      out.pass(std::move(piece), free_at_);
      free_at_ += settings_.pause;
    }
  }

 private:
  std::size_t piece_bytes(base::Rng& rng) const {
    const auto average = static_cast<std::int64_t>(settings_.average_bytes);
    const auto variation = static_cast<std::int64_t>(settings_.variation_bytes);
    const auto size = between(rng, average - variation, average + variation);
    return static_cast<std::size_t>(std::max<std::int64_t>(size, 1));
  }

  Slicer settings_;
  Moment free_at_ = Moment::min();
};

}  // namespace

std::string Slicer::text() const {
  return fmt::format("slicer({} ± {} bytes, {})", average_bytes, variation_bytes,
                     detail::text(pause));
}

std::unique_ptr<Effect> Slicer::effect() const { return std::make_unique<SlicerEffect>(*this); }

}  // namespace dyntest::faults
