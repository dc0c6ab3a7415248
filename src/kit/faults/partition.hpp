// The paths that these proxies are cannot be used: connections are refused, and those that stood
// are closed. One proxy: a server that is down. All that lead from one group to another: those
// groups are apart. (For a path that is silent instead, HalfOpen both ways.)
//
// It has bitten when it closed a connection; who is refused meanwhile, nobody sees.
#pragma once

#include <utility>
#include <vector>

#include "kit/faults/fault.hpp"
#include "kit/faults/proxy.hpp"

namespace dyntest::faults {

class Partition final : public Fault {
 public:
  explicit Partition(std::vector<Proxy*> paths) : paths_{std::move(paths)} {}
  ~Partition() override { (void)heal(); }

  // `partition(etcd)`
  std::string text() const override;
  base::Status begin() override;
  base::Status heal() override;
  Bites bites() const override { return bites_.read(); }

 private:
  std::vector<Proxy*> paths_;
  bool stands_ = false;
  BiteCounter bites_;
};

}  // namespace dyntest::faults
