// A hundred random schedules of faults on a durable etcd behind a proxy: what it has acknowledged
// is not lost, and it does its work whenever the faults allow it.
#include <chrono>
#include <string>

#include "conftest.hpp"
#include "etcd_writer_test_utils.hpp"
#include "fault_table_test_utils.hpp"
#include "kit/faults/run.hpp"

using namespace dyntest::faults;

namespace {

constexpr auto call_budget = 2s;
constexpr std::uint64_t seeds_in_a_row = 20;

// One schedule; what it did is added to `bitten`.
void survive(MortalEtcd& etcd, std::uint64_t seed, BitesOfKinds& bitten) {
  NOTE(seed);
  auto proxy = Proxy::start({.name = "etcd", .server = etcd.endpoint(), .seed = seed}).value();
  ServiceVictim victim{etcd.service()};
  const std::vector<Target> targets{{"etcd", &proxy, &victim}};
  const auto table = all_faults();
  const auto schedule = Schedule::random(table, places_of(targets), short_plan, seed);
  const std::string log = schedule.log();
  NOTE(log);

  EtcdWriter writer{proxy.url("http"), call_budget, "seed" + std::to_string(seed) + "/"};
  Run run{schedule, table, targets};
  const auto history = run.play([&] {
    const auto calm = run.calm();
    // A connection that a fault has broken may be noticed only by the first write after it.
    const auto written = writer.write_until(Deadline::in(patience));
    if (!written && calm.held()) FAIL("no progress without a fault: " + written.error().text());
  });
  REQUIRE(history);
  CHECK(run.allows_progress());
  REQUIRE(writer.write_until(Deadline::in(patience)));
  writer.verify(etcd.client());
  add_bites(*history, bitten);
}

}  // namespace

TEST(etcd_loses_nothing_it_has_acknowledged, (MortalEtcd& etcd, std::uint64_t row),
     cases(0u, 1u, 2u, 3u, 4u)) {
  BitesOfKinds bitten;
  for (std::uint64_t i = 0; i < seeds_in_a_row; ++i)
    survive(etcd, row * seeds_in_a_row + i, bitten);
  expect_all_bit(bitten);
}
