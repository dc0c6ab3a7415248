#include "foundation/base/clock.hpp"

namespace dyntest::base {
namespace {

Clock::Skipped own{0};
std::atomic<const Clock::Skipped*> followed{&own};

}  // namespace

Clock::time_point Clock::now() {
  const auto real = std::chrono::steady_clock::now().time_since_epoch();
  return time_point{real - duration{skipped()}};
}

void Clock::skip(duration pause) { own += pause.count(); }

const Clock::Skipped& Clock::skipped() { return *followed; }

void Clock::follow(const Skipped& skipped) { followed = &skipped; }

}  // namespace dyntest::base
