#include "kit/http_server/detail/changes.hpp"

#include <sys/eventfd.h>

#include "foundation/base/panic.hpp"
#include "foundation/os/fd.hpp"
#include "foundation/os/wait.hpp"

namespace dyntest::http_server::detail {
namespace {

// Holds the mutex again when the scope ends, however it ends.
class Released {
 public:
  explicit Released(std::unique_lock<std::mutex>& lock) : lock_{lock} { lock_.unlock(); }
  ~Released() { lock_.lock(); }
  Released(const Released&) = delete;
  Released& operator=(const Released&) = delete;

 private:
  std::unique_lock<std::mutex>& lock_;
};

// One of `all` for the length of a scope, in which the mutex is held at begin and end.
class Listed {
 public:
  Listed(std::vector<int>& all, int fd) : all_{all}, fd_{fd} { all_.push_back(fd_); }
  ~Listed() { std::erase(all_, fd_); }
  Listed(const Listed&) = delete;
  Listed& operator=(const Listed&) = delete;

 private:
  std::vector<int>& all_;
  int fd_;
};

}  // namespace

void Changes::tell() {
  for (const int fd : waiting_) ::eventfd_write(fd, 1);
}

bool Changes::wait(std::unique_lock<std::mutex>& lock, base::Deadline deadline,
                   const std::function<bool()>& done) {
  if (done()) return true;
  const os::Fd woken{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
  base::require(static_cast<bool>(woken), "no descriptor is left to wait with");
  const Listed listed{waiting_, woken.get()};
  while (true) {
    bool in_time = false;
    {
      const Released released{lock};
      std::vector<pollfd> fds{{woken.get(), POLLIN, 0}};
      in_time = os::wait_for(fds, deadline);
    }
    eventfd_t count = 0;
    ::eventfd_read(woken.get(), &count);
    if (done()) return true;
    if (!in_time) return false;
  }
}

}  // namespace dyntest::http_server::detail
