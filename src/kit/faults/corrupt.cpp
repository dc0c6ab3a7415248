#include "kit/faults/corrupt.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <utility>

#include "kit/faults/chance.hpp"

namespace dyntest::faults {
namespace {

class CorruptEffect final : public Effect {
 public:
  explicit CorruptEffect(double probability) : probability_{probability} {}

  // As many draws as bytes, and one for each flipped one: how the stream is cut does not matter.
  void on_chunk(std::string bytes, Passage& out) override {
    std::size_t flipped = 0;
    for (char& byte : bytes) {
      if (!chance(out.rng(), probability_)) continue;
      byte = static_cast<char>(static_cast<unsigned char>(byte) ^ (1u << out.rng().below(8)));
      ++flipped;
    }
    if (flipped > 0) out.bite(flipped);
    out.pass(std::move(bytes), out.now());
  }

 private:
  double probability_;
};

}  // namespace

std::string Corrupt::text() const { return fmt::format("corrupt({:g})", probability); }

std::unique_ptr<Effect> Corrupt::effect() const {
  return std::make_unique<CorruptEffect>(probability);
}

}  // namespace dyntest::faults
