// The clock stands still while a run is stopped.
#include <chrono>

#include "conftest.hpp"
#include "foundation/base/deadline.hpp"

using namespace dyntest::base;
using namespace std::chrono_literals;

namespace {

// What the worker's own clock follows comes back at the end.
class Pause {
 public:
  Pause() { Clock::follow(skipped_); }
  Pause(const Pause&) = delete;
  Pause& operator=(const Pause&) = delete;
  ~Pause() { Clock::follow(before_); }
  void of(Duration length) { skipped_ += length.count(); }

 private:
  const Clock::Skipped& before_ = Clock::skipped();
  Clock::Skipped skipped_{before_.load()};
};

}  // namespace

TEST(deadline_moves_by_the_pause) {
  Pause pause;
  const Deadline deadline = Deadline::in(1min);
  pause.of(1h);
  CHECK((deadline.left() > 1h));
  CHECK(!deadline.passed());
}

TEST(duration_does_not_have_the_pause) {
  Pause pause;
  const auto begin = Clock::now() - 2h;
  pause.of(1h);
  CHECK(seconds_since(begin) < 2 * 3600.0);
  CHECK(seconds_since(begin) >= 3600.0);
}
