#include "kit/services/probe.hpp"

namespace dyntest::services {
namespace {

using Function = std::function<base::Status(base::Deadline)>;

class AlwaysReady : public Prober {
 public:
  Answer ask(const Bounds&) override { return Answer::ready(); }
};

class FunctionProber : public Prober {
 public:
  explicit FunctionProber(Function function) : function_{std::move(function)} {}

  Answer ask(const Bounds& bounds) override {
    const auto status = function_(bounds.deadline);
    return status ? Answer::ready() : Answer::not_yet(status.error().text());
  }

 private:
  Function function_;
};

}  // namespace

Probe Probe::of(Maker maker) {
  Probe probe;
  probe.maker_ = std::move(maker);
  return probe;
}

Probe Probe::of_function(Function function) {
  if (!function) return {};
  return of([function = std::move(function)](const Subject&) {
    return std::make_unique<FunctionProber>(function);
  });
}

std::unique_ptr<Prober> Probe::begin(const Subject& subject) const {
  return maker_ ? maker_(subject) : std::make_unique<AlwaysReady>();
}

}  // namespace dyntest::services
