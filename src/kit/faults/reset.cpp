#include "kit/faults/reset.hpp"

#include <fmt/format.h>

#include <utility>

#include "kit/faults/detail/duration_text.hpp"

namespace dyntest::faults {
namespace {

class ResetEffect final : public Effect {
 public:
  explicit ResetEffect(base::Duration after) : after_{after} {}

  void on_begin(Passage& out) override { out.inflict(Ending::reset, out.now() + after_); }
  // What comes meanwhile waits behind the reset.
  void on_chunk(std::string bytes, Passage& out) override { out.pass(std::move(bytes), out.now()); }

 private:
  base::Duration after_;
};

}  // namespace

std::string Reset::text() const { return fmt::format("reset({})", detail::text(after)); }

std::unique_ptr<Effect> Reset::effect() const { return std::make_unique<ResetEffect>(after); }

}  // namespace dyntest::faults
