#include "kit/services/etcd_cluster.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <chrono>

#include "foundation/net/http.hpp"
#include "foundation/os/wait.hpp"
#include "kit/services/detail/etcd_launch.hpp"

namespace dyntest::services {
namespace {

using base::Result;
using std::chrono::milliseconds;
using std::chrono::seconds;

// On two cores with a load of 15 no leader was lost within a minute at this pace, and the next one
// was there after 0.4 s; with elections of 500 ms it was 0.5 s.
constexpr detail::EtcdPace pace{.heartbeat_ms = 30, .election_ms = 300};
constexpr base::Duration formation_budget = seconds{30};
constexpr base::Duration question_budget = seconds{1};
constexpr base::Duration look_pause = milliseconds{10};

// The first members of a cluster can answer no client until most members run. They answer each
// other: a member that is started while another one listens and does not yet answer waits for a
// whole second.
base::Status answers_peers(const std::string& peer_url, base::Deadline deadline) {
  net::HttpClient http;
  const auto answer = http.get(peer_url + "/version", deadline);
  return answer ? base::Status{} : base::Status{answer.error()};
}

base::Status answers_reads(const std::string& endpoint, base::Deadline deadline) {
  etcd::Client client{endpoint, deadline.left()};
  const auto read = client.revision();
  return read ? base::Status{} : base::Status{read.error()};
}

}  // namespace

Result<EtcdCluster> EtcdCluster::start(const std::filesystem::path& folder, std::size_t size,
                                       EtcdOptions options) {
  EtcdCluster cluster{folder, options};
  if (auto formed = cluster.form(size); !formed) return formed.error().context("starting etcd");
  return cluster;
}

base::Status EtcdCluster::form(std::size_t size) {
  if (size == 0) return base::Error{"a cluster has at least one member"};
  std::vector<detail::EtcdPorts> ports;
  std::vector<std::string> peers;
  for (std::size_t i = 0; i < size; ++i) {
    auto reserved = detail::EtcdPorts::reserve();
    if (!reserved) return reserved.error();
    peers.push_back(fmt::format("etcd-{}={}", i, reserved->peer_url()));
    ports.push_back(*std::move(reserved));
  }
  detail::EtcdMember plan;
  plan.initial_cluster = fmt::format("{}", fmt::join(peers, ","));
  for (detail::EtcdPorts& pair : ports)
    if (auto started = start_member(plan, std::move(pair)); !started) return started;
  auto leader = await_all();
  return leader ? base::Status{} : base::Status{leader.error()};
}

base::Status EtcdCluster::start_member(const detail::EtcdMember& plan, detail::EtcdPorts ports) {
  auto seat = std::make_unique<Seat>();
  seat->name = fmt::format("etcd-{}", seats_.size());
  seat->peer_url = ports.peer_url();
  const std::string url = ports.client_url();
  detail::EtcdMember member = plan;
  member.name = seat->name;
  member.service = seat->name;
  member.folder = folder_ / seat->name;
  member.quota_bytes = options_.quota_bytes;
  member.pace = pace;
  auto launch = detail::etcd_launch(member, std::move(ports));
  if (!launch) return launch.error();
  launch->probe = [forming = forming_, url, peer = seat->peer_url](base::Deadline deadline) {
    return *forming ? answers_peers(peer, deadline) : answers_reads(url, deadline);
  };
  auto service = Service::start(*std::move(launch));
  if (!service) return service.error();
  seat->etcd.reset(new Etcd{*std::move(service), url});
  seats_.push_back(std::move(seat));
  return {};
}

Result<std::size_t> EtcdCluster::await_all() {
  *forming_ = false;
  renew_client();
  return await_leader(base::Deadline::in(formation_budget));
}

void EtcdCluster::renew_client() { client_ = std::make_unique<etcd::Client>(endpoints()); }

std::string EtcdCluster::endpoints() const {
  std::vector<std::string> urls;
  for (const auto& seat : seats_)
    if (!seat->removed) urls.push_back(seat->etcd->endpoint());
  return fmt::format("{}", fmt::join(urls, ","));
}

std::string EtcdCluster::initial_cluster(const std::string& extra) const {
  std::vector<std::string> peers;
  for (const auto& seat : seats_)
    if (!seat->removed) peers.push_back(fmt::format("{}={}", seat->name, seat->peer_url));
  peers.push_back(extra);
  return fmt::format("{}", fmt::join(peers, ","));
}

bool EtcdCluster::runs(std::size_t i) {
  Seat& seat = *seats_.at(i);
  return !seat.removed && !seat.etcd->service().ended();
}

std::vector<std::size_t> EtcdCluster::running() {
  std::vector<std::size_t> all;
  for (std::size_t i = 0; i < seats_.size(); ++i)
    if (runs(i)) all.push_back(i);
  return all;
}

EtcdCluster::Seat& EtcdCluster::seat(std::size_t i) {
  if (i < seats_.size() && !seats_[i]->removed) return *seats_[i];
  throw Unavailable{base::Error{fmt::format("the cluster has no member {}", i)}};
}

Result<std::size_t> EtcdCluster::await_leader(base::Deadline deadline) {
  for (;;) {
    auto leader = agreed_leader(deadline);
    if (leader) return leader;
    if (deadline.passed()) return leader.error().context("waiting for a leader");
    os::pause_for(look_pause);
  }
}

Result<std::size_t> EtcdCluster::agreed_leader(base::Deadline deadline) {
  const auto members = running();
  std::size_t found = seats_.size();
  etcd::MemberId leader = 0;
  for (const std::size_t i : members) {
    const std::string& endpoint = seats_[i]->etcd->endpoint();
    const auto limit = base::earlier(deadline, base::Deadline::in(question_budget));
    const auto status = etcd::Client{endpoint, limit.left()}.status();
    if (!status) return status.error();
    if (status->leader == 0) return base::Error{fmt::format("{} knows no leader", seats_[i]->name)};
    if (leader != 0 && status->leader != leader) return base::Error{"two leaders are known"};
    leader = status->leader;
    if (status->leads()) found = i;
  }
  if (found == seats_.size()) return base::Error{"no running member leads"};
  for (const std::size_t i : members) {
    const auto limit = base::earlier(deadline, base::Deadline::in(question_budget));
    if (auto read = answers_reads(seats_[i]->etcd->endpoint(), limit); !read) return read.error();
  }
  return found;
}

Result<std::size_t> EtcdCluster::leader() {
  return await_leader(base::Deadline::in(formation_budget));
}

Result<std::vector<std::size_t>> EtcdCluster::followers() {
  const auto who = leader();
  if (!who) return who.error();
  auto others = running();
  std::erase(others, *who);
  return others;
}

Result<std::size_t> EtcdCluster::kill_leader() {
  auto who = leader();
  if (who) member(*who).service().kill();
  return who;
}

base::Status EtcdCluster::move_leader(std::size_t to) {
  const auto from = leader();
  if (!from) return from.error();
  const auto status = seat(to).etcd->client().status();
  if (!status) return status.error();
  if (auto moved = member(*from).client().move_leader(status->member); !moved) return moved;
  const auto deadline = base::Deadline::in(formation_budget);
  for (;;) {
    const auto now = await_leader(deadline);
    if (!now) return now.error();
    if (*now == to) return {};
    if (deadline.passed()) return base::Error{fmt::format("{} still leads", seats_[*now]->name)};
    os::pause_for(look_pause);
  }
}

base::Status EtcdCluster::restart() {
  *forming_ = true;
  for (const auto& seat : seats_) {
    if (seat->removed || !seat->etcd->service().ended()) continue;
    if (auto begun = seat->etcd->service().restart(); !begun) return begun;
  }
  const auto leader = await_all();
  return leader ? base::Status{} : base::Status{leader.error().context("restarting etcd")};
}

base::Status EtcdCluster::remove(std::size_t i) {
  Seat& leaver = seat(i);
  const auto members = client_->members();
  if (!members) return members.error();
  for (const etcd::Member& member : *members) {
    if (member.name != leaver.name) continue;
    leaver.removed = true;
    renew_client();  // not to ask the one that leaves
    auto removed = client_->remove_member(member.id);
    if (!removed) {
      leaver.removed = false;
      renew_client();
      return removed.error().context(fmt::format("removing {}", leaver.name));
    }
    leaver.etcd->service().kill();
    const auto next = leader();
    return next ? base::Status{} : base::Status{next.error()};
  }
  return base::Error{fmt::format("etcd does not know a member {}", leaver.name)};
}

Result<std::size_t> EtcdCluster::add() {
  auto ports = detail::EtcdPorts::reserve();
  if (!ports) return ports.error().context("adding a member");
  const auto added = client_->add_member(ports->peer_url());
  if (!added) return added.error().context("adding a member");
  detail::EtcdMember plan;
  plan.joins = true;
  plan.initial_cluster =
      initial_cluster(fmt::format("etcd-{}={}", seats_.size(), ports->peer_url()));
  if (auto started = start_member(plan, *std::move(ports)); !started) {
    static_cast<void>(client_->remove_member(added->id));
    return started.error();
  }
  renew_client();
  if (auto leader = await_leader(base::Deadline::in(formation_budget)); !leader)
    return leader.error();
  return seats_.size() - 1;
}

base::Status EtcdCluster::recover_space() {
  std::vector<etcd::Client*> members;
  for (const std::size_t i : running()) members.push_back(&member(i).client());
  return detail::recover_space(*client_, members);
}

}  // namespace dyntest::services
