#include "kit/faults/bandwidth.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstddef>

namespace dyntest::faults {
namespace {

constexpr std::uint64_t slices_a_second = 10;

class BandwidthEffect final : public Effect {
 public:
  explicit BandwidthEffect(std::uint64_t bytes_per_second)
      : rate_{std::max<std::uint64_t>(bytes_per_second, 1)} {}

  void on_chunk(std::string bytes, Passage& out) override {
    out.bite(bytes.size());
    free_at_ = std::max(free_at_, out.now());
    const auto slice_bytes_max =
        static_cast<std::size_t>(std::max<std::uint64_t>(rate_ / slices_a_second, 1));
    for (std::size_t at = 0; at < bytes.size(); at += slice_bytes_max) {
      std::string slice = bytes.substr(at, slice_bytes_max);
      const double seconds = static_cast<double>(slice.size()) / static_cast<double>(rate_);
      free_at_ += std::chrono::ceil<Moment::duration>(std::chrono::duration<double>{seconds});
      out.pass(std::move(slice), free_at_);
    }
  }

 private:
  std::uint64_t rate_;
  Moment free_at_ = Moment::min();
};

}  // namespace

std::string Bandwidth::text() const { return fmt::format("bandwidth({} B/s)", bytes_per_second); }

std::unique_ptr<Effect> Bandwidth::effect() const {
  return std::make_unique<BandwidthEffect>(bytes_per_second);
}

}  // namespace dyntest::faults
