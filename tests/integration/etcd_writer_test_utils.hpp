// Writes to etcd while faults act on it, and knows what must be there afterwards.
#pragma once

#include <cstddef>
#include <set>
#include <string>

#include "foundation/base/deadline.hpp"
#include "foundation/base/error.hpp"
#include "foundation/etcd/client.hpp"

class EtcdWriter {
 public:
  // `endpoints`: with commas. Each write takes `budget` at most.
  EtcdWriter(const std::string& endpoints, dyntest::base::Duration budget, std::string prefix)
      : client_{endpoints, budget}, prefix_{std::move(prefix)} {}

  // The next key, again and again: what became of a try may be unknown, so nobody else repeats it.
  // The error is etcd's.
  dyntest::base::Status write_until(dyntest::base::Deadline deadline);
  // What etcd has, as `direct` sees it: all that was acknowledged, and nothing that was never asked
  // for.
  void verify(dyntest::etcd::Client& direct) const;

 private:
  dyntest::base::Status put(const std::string& key);

  dyntest::etcd::Client client_;
  std::string prefix_;
  std::size_t attempts_ = 0;
  std::set<std::string> acknowledged_;
};
