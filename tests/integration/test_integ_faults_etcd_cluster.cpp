// A hundred random schedules of faults on three etcd members, each behind a proxy: what the cluster
// has acknowledged is not lost, and it does its work while most of them are well.
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "conftest.hpp"
#include "etcd_writer_test_utils.hpp"
#include "fault_table_test_utils.hpp"
#include "kit/faults/run.hpp"

using namespace dyntest::faults;

namespace {

constexpr auto call_budget = 500ms;
constexpr std::uint64_t seeds_in_a_row = 20;

// The way to each member leads through a proxy of its own.
struct Members {
  std::vector<Proxy> proxies;
  std::vector<ServiceVictim> victims;
  std::vector<Target> targets;

  Members(EtcdCluster& cluster, std::uint64_t seed) {
    for (std::size_t i = 0; i < cluster.size(); ++i) {
      auto& member = cluster.member(i);
      proxies.push_back(
          Proxy::start(
              {.name = member.service().name(), .server = member.endpoint(), .seed = seed + i})
              .value());
      victims.emplace_back(member.service());
    }
    for (std::size_t i = 0; i < cluster.size(); ++i)
      targets.push_back({proxies[i].name(), &proxies[i], &victims[i]});
  }

  // One for each member, which it asks first.
  std::vector<EtcdWriter> writers(const std::string& prefix) const {
    std::vector<EtcdWriter> all;
    for (std::size_t first = 0; first < proxies.size(); ++first) {
      std::string endpoints;
      for (std::size_t i = 0; i < proxies.size(); ++i)
        endpoints += (i == 0 ? "" : ",") + proxies[(first + i) % proxies.size()].url("http");
      all.emplace_back(endpoints, call_budget, prefix + targets[first].name + "/");
    }
    return all;
  }
};

void survive(EtcdCluster& cluster, std::uint64_t seed, BitesOfKinds& bitten) {
  NOTE(seed);
  Members members{cluster, seed};
  const auto table = all_faults();
  const auto schedule = Schedule::random(table, places_of(members.targets), short_plan, seed);
  const std::string log = schedule.log();
  NOTE(log);

  auto writers = members.writers("seed" + std::to_string(seed) + "/");
  std::size_t turn = 0;
  Run run{schedule, table, members.targets, 2};
  const auto history = run.play([&] {
    const auto calm = run.calm();
    auto& writer = writers[turn++ % writers.size()];
    const auto written = writer.write_until(Deadline::in(patience));
    if (!written && calm.held()) FAIL("no progress with a majority: " + written.error().text());
  });
  REQUIRE(history);
  for (auto& writer : writers) {
    REQUIRE(writer.write_until(Deadline::in(patience)));
    writer.verify(cluster.client());
  }
  add_bites(*history, bitten);
}

}  // namespace

TEST(cluster_loses_nothing_it_has_acknowledged, (EtcdCluster& cluster, std::uint64_t row),
     cases(0u, 1u, 2u, 3u, 4u)) {
  BitesOfKinds bitten;
  for (std::uint64_t i = 0; i < seeds_in_a_row; ++i)
    survive(cluster, row * seeds_in_a_row + i, bitten);
  expect_all_bit(bitten);
}
