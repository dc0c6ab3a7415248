// A watch that outlives its connection: no gap, nothing twice.
//
// Who uses it: tests and programs that follow a cluster whose members die. A member that is silent
// but keeps its connection open (SIGSTOP, a cut cable) is not noticed.
#pragma once

#include <cstdint>
#include <optional>

#include "foundation/base/deadline.hpp"
#include "foundation/base/error.hpp"
#include "foundation/etcd/values.hpp"
#include "foundation/etcd/watch.hpp"

namespace dyntest::etcd {

// Made by Client::watch_lasting; outlives its client. One thread at a time.
//
// etcd sends all changes of one revision together, and a line that is cut counts as not received.
// So a new watch from the last received revision + 1, at whichever member answers, goes on exactly
// where the broken one stopped.
class LastingWatch {
 public:
  // The next change; nothing when the deadline passed on a healthy connection. Blocks until then;
  // may throw os::Interrupted. An error of the kind `compacted`, which names the first revision
  // that is left, is final, as is any other refusal by etcd. Any other error says that nobody could
  // be reached until the deadline: the next call tries again.
  base::Result<std::optional<Event>> next(base::Deadline deadline);

  // See Watch.
  std::int64_t resume_revision() const { return watch_.resume_revision(); }
  std::int64_t compact_revision() const { return watch_.compact_revision(); }
  // How often it had to be made anew.
  int resumptions() const { return resumptions_; }

 private:
  friend class Client;
  explicit LastingWatch(Watch watch) : watch_{std::move(watch)} {}
  base::Status resume(base::Deadline deadline);

  Watch watch_;
  std::optional<base::Error> broken_;  // since the last error
  int resumptions_ = 0;
};

}  // namespace dyntest::etcd
