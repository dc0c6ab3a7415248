#include "kit/services/ready_any.hpp"

#include "kit/services/detail/parts.hpp"

namespace dyntest::services::ready {
namespace {

using Kind = Answer::Kind;

class AnyProber : public Prober {
 public:
  AnyProber(const std::vector<Probe>& parts, const Subject& subject) : parts_{parts, subject} {}

  Answer ask(const Bounds& bounds) override {
    parts_.ask(bounds, [](const Answer& answer) { return answer.kind == Kind::ready; });
    if (parts_.is_some(Kind::ready)) return Answer::ready();
    return parts_.is_each(Kind::never) ? Answer::never(parts_.why())
                                       : Answer::not_yet(parts_.why());
  }

  void add_wakes(std::vector<int>& wakes) const override { parts_.add_wakes(wakes); }

 private:
  detail::Parts parts_;
};

}  // namespace

Probe any_of(std::vector<Probe> parts) {
  return Probe::of([parts = std::move(parts)](const Subject& subject) {
    return std::make_unique<AnyProber>(parts, subject);
  });
}

}  // namespace dyntest::services::ready
