#include "fault_table_test_utils.hpp"

#include <chrono>
#include <utility>

#include "conftest.hpp"
#include "kit/faults/bandwidth.hpp"
#include "kit/faults/corrupt.hpp"
#include "kit/faults/half_open.hpp"
#include "kit/faults/latency.hpp"
#include "kit/faults/limit.hpp"
#include "kit/faults/reset.hpp"
#include "kit/faults/slicer.hpp"
#include "kit/faults/timeout.hpp"

using namespace dyntest::faults;

const Plan short_plan{.total = 150ms, .longest_gap = 40ms, .together_max = 2, .swarm = true};

FaultTable all_faults() {
  const auto kind = [](std::string name, std::uint64_t weight, MakeFault make,
                       Part part = Part::network, bool allows_progress = false) {
    return FaultKind{std::move(name), weight, 20ms, 60ms, part, std::move(make), allows_progress};
  };
  const auto up = Direction::upstream;
  return {
      kind("latency", 3, add_toxic(Latency{5ms, 5ms}), Part::network, true),
      kind("bandwidth", 2, add_toxic(Bandwidth{50'000}, up), Part::network, true),
      kind("slicer", 2, add_toxic(Slicer{30, 10, 1ms}), Part::network, true),
      kind("timeout", 2, add_toxic(Timeout{})),
      kind("reset", 2, add_toxic([](dyntest::base::Rng& rng) {
             return Toxic{Reset{std::chrono::milliseconds{rng.below(10)}}};
           })),
      kind("limit", 2, add_toxic(Limit{300})),
      kind("corrupt", 1, add_toxic(Corrupt{0.005})),
      kind("request_lost", 2, add_toxic(HalfOpen{}, up)),
      kind("answer_lost", 2, add_toxic(HalfOpen{})),
      kind("down", 2, disable_proxy()),
      kind("kill", 2, kill_process(), Part::process),
      kind("stop", 3, stop_process(), Part::process),
      kind("restart", 1, restart_process(), Part::process),
      kind("memory_limit", 1, limit_memory(64u << 20u), Part::process),
  };
}

void add_bites(const History& history, BitesOfKinds& to) {
  for (const auto& fault : history.faults) {
    auto& sum = to[fault.step.fault];
    sum.connections += fault.bites.connections;
    sum.processes += fault.bites.processes;
  }
}

void expect_all_bit(const BitesOfKinds& bitten) {
  for (const auto& [kind, bites] : bitten) {
    NOTE(kind);
    CHECK(bites.any());
  }
}
