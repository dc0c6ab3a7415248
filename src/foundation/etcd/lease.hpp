// A lease that stays alive as long as its owner: keys put under it vanish with the owner.
#pragma once

#include <chrono>
#include <memory>

#include "foundation/base/deadline.hpp"
#include "foundation/base/error.hpp"
#include "foundation/etcd/values.hpp"

namespace dyntest::etcd {

namespace detail {
class Gateway;
}

// Made by Client::grant; outlives its client. A thread of its own renews the lease when half of its
// remaining life is over, as Dynamo does; it is joined on destruction, and no test's time-out ends
// it.
class Lease {
 public:
  Lease(Lease&&) noexcept;
  Lease& operator=(Lease&&) noexcept;  // first lets go of what it held, like the destructor
  // Stops renewing and revokes: its keys are gone. Blocks for at most 1 s, when etcd does not
  // answer; then the lease runs out by itself.
  ~Lease();

  // Dynamo's instance id is this number in lower-case hexadecimal.
  LeaseId id() const;
  // As granted, which may be more than was asked for.
  std::chrono::seconds ttl() const;
  // An error once the lease is lost: etcd said that it is gone, or could not be reached during its
  // life. Does not ask etcd.
  base::Status check() const;

  // Revokes now, and tells whether that worked. The lease is over in any case.
  base::Status revoke();
  // Stops renewing without revoking, as if the owner had been killed: the keys stay until the ttl
  // ends.
  void abandon();

 private:
  friend class Client;
  Lease(std::shared_ptr<detail::Gateway> gateway, LeaseId id, std::chrono::seconds ttl,
        base::Clock::time_point granted);
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace dyntest::etcd
