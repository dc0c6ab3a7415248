// Services that do not need each other, started side by side: they are ready when the slowest is,
// not after the sum of all.
//
//   auto both = start_together({*Etcd::launch(folder / "etcd"), …});
//   const Etcd etcd = Etcd::of(std::move(both->at(0)));
//
// Who uses it: fixtures that need several services. No threads: all are begun, then one loop waits.
// Does not order services that need each other; start those one after the other.
#pragma once

#include <vector>

#include "foundation/base/deadline.hpp"
#include "foundation/base/error.hpp"
#include "kit/services/service.hpp"

namespace dyntest::services {

// Returns when all are ready, in the order of `launches`. The deadline is for all of them; each
// launch's own budget holds, too. The first failure ends the others, and is the error, which names
// its service as Service::start does. May throw os::Interrupted, nothing is left running then.
base::Result<std::vector<Service>> start_together(
    std::vector<Launch> launches, base::Deadline deadline = base::Deadline::never());

// For services that were begun: waits until all are ready. They stay, whatever comes out.
base::Status await_ready(const std::vector<Service*>& services, base::Deadline deadline);

}  // namespace dyntest::services
