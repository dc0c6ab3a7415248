#include "kit/faults/memory_limit.hpp"

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <utility>

namespace dyntest::faults {
namespace {

// Of its address space; 0 if it is gone (statm of proc(5)).
std::uint64_t bytes_mapped(pid_t pid) {
  std::uint64_t pages = 0;
  std::ifstream{fmt::format("/proc/{}/statm", pid)} >> pages;
  return pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

base::Status change_limit(pid_t pid, const rlimit* to, rlimit* before) {
  if (::prlimit(pid, RLIMIT_AS, to, before) != 0) return base::Error::from_errno("prlimit");
  return {};
}

}  // namespace

std::string MemoryLimit::text() const {
  return fmt::format("memory_limit(+{} bytes)", headroom_bytes_);
}

base::Status MemoryLimit::begin() {
  if (victim_.ended()) return base::Error{"memory_limit: it has ended already"};
  const pid_t pid = victim_.pid();
  rlimit before{};
  if (auto status = change_limit(pid, nullptr, &before); !status) return status;
  // Only the soft limit: who may not raise the hard one could not heal.
  rlimit limit = before;
  limit.rlim_cur = std::min<rlim_t>(bytes_mapped(pid) + headroom_bytes_, before.rlim_max);
  if (auto status = change_limit(pid, &limit, nullptr); !status) return status;
  limited_ = pid;
  before_ = before.rlim_cur;
  bites_.add({.processes = 1});
  return {};
}

base::Status MemoryLimit::heal() {
  const pid_t pid = std::exchange(limited_, -1);
  if (pid < 0 || victim_.pid() != pid) return {};
  if (victim_.ended()) return victim_.restart();
  rlimit limit{};
  if (auto status = change_limit(pid, nullptr, &limit); !status) return status;
  limit.rlim_cur = before_;
  return change_limit(pid, &limit, nullptr);
}

}  // namespace dyntest::faults
