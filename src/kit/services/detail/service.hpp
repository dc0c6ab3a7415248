// What a Service and its watches share.
//
// Used by Service and Watch. Another thread may ask while the service is restarted: which start of
// the process is the current one is read and changed under a lock.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <utility>

#include "foundation/base/error.hpp"
#include "kit/services/detail/running.hpp"
#include "kit/services/service.hpp"

namespace dyntest::services::detail {

struct Service {
  explicit Service(Launch how)
      : launch{std::move(how)}, log{launch.folder / (launch.name + ".log")} {}

  // Starts the process; the one before must have ended.
  base::Status begin();
  std::shared_ptr<Running> running() const;
  // `etcd died: signal 9 (SIGKILL); last lines of …`, of one that has ended.
  base::Error obituary(Running& dead) const;

  const Launch launch;
  const std::filesystem::path log;

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<Running> running_;
};

}  // namespace dyntest::services::detail
