#include "foundation/etcd/lasting_watch.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "foundation/etcd/detail/gateway.hpp"
#include "foundation/os/wait.hpp"

namespace dyntest::etcd {
namespace {

using std::chrono::milliseconds;

constexpr base::Duration pause_first = milliseconds{5};
constexpr base::Duration pause_max = milliseconds{200};
// For one member to answer that the new watch is in place.
constexpr base::Duration resume_budget = std::chrono::seconds{2};

}  // namespace

base::Result<std::optional<Event>> LastingWatch::next(base::Deadline deadline) {
  for (;;) {
    if (broken_) {
      if (auto resumed = resume(deadline); !resumed) return resumed.error();
    }
    auto event = watch_.next(deadline);
    if (event || watch_.cancelled_) return event;
    broken_ = event.error();
    watch_.gateway_->avoid_current();
  }
}

base::Status LastingWatch::resume(base::Deadline deadline) {
  for (auto pause = pause_first;; pause = std::min(pause * 2, pause_max)) {
    auto watch = Watch::create(watch_.gateway_, watch_.prefix_, watch_.resume_revision_,
                               base::earlier(deadline, base::Deadline::in(resume_budget)));
    if (watch) {
      watch_ = *std::move(watch);
      broken_.reset();
      ++resumptions_;
      return {};
    }
    broken_ = watch.error();
    if (broken_->is(compacted)) watch_.cancelled_ = broken_;
    if (watch_.cancelled_ || deadline.passed()) return *broken_;
    os::pause_for(std::min(pause, deadline.left()));
  }
}

}  // namespace dyntest::etcd
