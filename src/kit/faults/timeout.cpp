#include "kit/faults/timeout.hpp"

#include <fmt/format.h>

#include "kit/faults/detail/duration_text.hpp"

namespace dyntest::faults {
namespace {

class TimeoutEffect final : public Effect {
 public:
  explicit TimeoutEffect(base::Duration after) : after_{after} {}

  void on_begin(Passage& out) override {
    if (after_ > base::Duration::zero()) out.inflict(Ending::cut, out.now() + after_);
  }
  void on_chunk(std::string bytes, Passage& out) override {
    out.bite(bytes.size());
    out.lose(bytes.size());
  }

 private:
  base::Duration after_;
};

}  // namespace

std::string Timeout::text() const { return fmt::format("timeout({})", detail::text(after)); }

std::unique_ptr<Effect> Timeout::effect() const { return std::make_unique<TimeoutEffect>(after); }

}  // namespace dyntest::faults
