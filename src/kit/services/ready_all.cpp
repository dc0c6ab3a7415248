#include "kit/services/ready_all.hpp"

#include "kit/services/detail/parts.hpp"

namespace dyntest::services::ready {
namespace {

using Kind = Answer::Kind;

class AllProber : public Prober {
 public:
  AllProber(const std::vector<Probe>& parts, const Subject& subject) : parts_{parts, subject} {}

  Answer ask(const Bounds& bounds) override {
    std::string fatal;
    parts_.ask(bounds, [&](const Answer& answer) {
      if (answer.kind == Kind::never) fatal = answer.why;
      return answer.kind == Kind::never;
    });
    if (parts_.is_some(Kind::never)) return Answer::never(fatal.empty() ? parts_.why() : fatal);
    return parts_.is_each(Kind::ready) ? Answer::ready() : Answer::not_yet(parts_.why());
  }

  void add_wakes(std::vector<int>& wakes) const override { parts_.add_wakes(wakes); }

 private:
  detail::Parts parts_;
};

}  // namespace

Probe all_of(std::vector<Probe> parts) {
  return Probe::of([parts = std::move(parts)](const Subject& subject) {
    return std::make_unique<AllProber>(parts, subject);
  });
}

}  // namespace dyntest::services::ready
