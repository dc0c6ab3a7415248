// Several etcd members of one's own that form a cluster: for tests in which members die.
//
// Who uses it: tests and fixtures. Three members are ready in about a second on a busy machine.
// Killing the leader costs one election, about 0.4 s. Does not cut connections between members.
#pragma once

#include <atomic>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "foundation/base/deadline.hpp"
#include "foundation/base/error.hpp"
#include "foundation/etcd/client.hpp"
#include "kit/services/etcd.hpp"

namespace dyntest::services {

namespace detail {
struct EtcdMember;
struct EtcdPorts;
}  // namespace detail

// One thread at a time; client() and those of the members may be used by several. Members are
// counted from 0 in the order of their start; one that was removed or killed keeps its number.
class EtcdCluster {
 public:
  // Member i has its data and log (etcd-i.log) in <folder>/etcd-i. Returns when all members agree
  // on a leader and each has answered a linearizable read. Leases last at least 1 s. `options` are
  // those of each member.
  static base::Result<EtcdCluster> start(const std::filesystem::path& folder, std::size_t size = 3,
                                         EtcdOptions options = {});

  // Of all members that were not removed, with commas: what ETCD_ENDPOINTS must hold.
  std::string endpoints() const;
  // Fails over. Made anew, at another address, by `add` and `remove`.
  etcd::Client& client() { return *client_; }

  std::size_t size() const { return seats_.size(); }  // removed ones count
  // client() and status are those of the one member; kill, stop and restart it through service().
  // A restart waits until it answers a linearizable read: most members must run.
  Etcd& member(std::size_t i) { return *seats_.at(i)->etcd; }
  bool runs(std::size_t i);  // has neither been removed nor ended
  std::vector<std::size_t> running();

  // The leader on whom all running members agree, once it has answered a linearizable read. Waits
  // for an election, at most until the deadline.
  base::Result<std::size_t> await_leader(base::Deadline deadline);
  base::Result<std::size_t> leader();
  // The other running members.
  base::Result<std::vector<std::size_t>> followers();

  // Returns who it was, without waiting for the next: changes fail or wait until await_leader. A
  // change that a follower has passed on to the dead leader is lost: etcd says so after 5 s.
  base::Result<std::size_t> kill_leader();
  // By request, without a gap in service. Returns when `to` leads.
  base::Status move_leader(std::size_t to);
  // Starts all members that have ended and were not removed; returns when all are ready, as
  // `start`.
  base::Status restart();

  // Removes member `i`, whether it runs or not, and ends its process.
  base::Status remove(std::size_t i);
  // Adds a member with a number, ports and a folder of its own; returns it when it has caught up.
  base::Result<std::size_t> add();

  // As Etcd::recover_space, at every running member.
  base::Status recover_space();

 private:
  struct Seat {
    std::string name;
    std::string peer_url;
    std::unique_ptr<Etcd> etcd;  // at a fixed address: others hold references
    bool removed = false;
  };
  // Whether a member that starts need only be there, because the others are not yet.
  using Forming = std::shared_ptr<std::atomic<bool>>;

  EtcdCluster(std::filesystem::path folder, EtcdOptions options)
      : folder_{std::move(folder)}, options_{options} {}
  base::Status form(std::size_t size);
  base::Status start_member(const detail::EtcdMember& plan, detail::EtcdPorts ports);
  // Throws Unavailable if there is no such member, or it was removed.
  Seat& seat(std::size_t i);
  // Those that count as members of the cluster, as etcd wants them named; with `extra`.
  std::string initial_cluster(const std::string& extra) const;
  base::Result<std::size_t> await_all();
  // One look at it: the leader, or why there is none.
  base::Result<std::size_t> agreed_leader(base::Deadline deadline);
  void renew_client();

  std::filesystem::path folder_;
  EtcdOptions options_;
  Forming forming_ = std::make_shared<std::atomic<bool>>(true);
  std::vector<std::unique_ptr<Seat>> seats_;
  std::unique_ptr<etcd::Client> client_;
};

}  // namespace dyntest::services
