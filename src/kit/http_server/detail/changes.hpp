// Lets threads wait for something that others change under a mutex, as os::wait_for waits: a wait
// ends with its test's time. A condition variable cannot do that.
#pragma once

#include <functional>
#include <mutex>
#include <vector>

#include "foundation/base/deadline.hpp"

namespace dyntest::http_server::detail {

class Changes {
 public:
  // Wakes all who wait. The mutex is held.
  void tell();
  // Asks `done` with `lock` held, now and after each change; false once the deadline has passed.
  // Waits without it, and may throw os::Interrupted.
  bool wait(std::unique_lock<std::mutex>& lock, base::Deadline deadline,
            const std::function<bool()>& done);

 private:
  std::vector<int> waiting_;  // borrowed eventfds
};

}  // namespace dyntest::http_server::detail
