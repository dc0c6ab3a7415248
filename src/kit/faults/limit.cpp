#include "kit/faults/limit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace dyntest::faults {
namespace {

class LimitEffect final : public Effect {
 public:
  explicit LimitEffect(std::size_t bytes) : left_{bytes} {}

  void on_begin(Passage& out) override {
    if (left_ == 0) out.inflict(Ending::cut, out.now());
  }
  void on_chunk(std::string bytes, Passage& out) override {
    if (left_ == 0) return out.lose(bytes.size());
    const std::size_t beyond = bytes.size() - std::min(bytes.size(), left_);
    bytes.resize(bytes.size() - beyond);
    left_ -= bytes.size();
    out.pass(std::move(bytes), out.now());
    if (left_ > 0) return;
    out.bite(beyond);
    out.lose(beyond);
    out.inflict(Ending::cut, out.now());
  }

 private:
  std::size_t left_;
};

}  // namespace

std::string Limit::text() const { return fmt::format("limit({} bytes)", bytes); }

std::unique_ptr<Effect> Limit::effect() const { return std::make_unique<LimitEffect>(bytes); }

}  // namespace dyntest::faults
