// Which faults there may be, how often and for how long: what a Schedule is drawn from, and what a
// Run makes its faults with. Targets say where; a cluster is several of them.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "foundation/base/deadline.hpp"
#include "foundation/base/rng.hpp"
#include "kit/faults/fault.hpp"
#include "kit/faults/proxy.hpp"
#include "kit/faults/victim.hpp"

namespace dyntest::faults {

// Both are borrowed; none = faults of that part do not go there.
struct Target {
  std::string name;
  Proxy* proxy = nullptr;
  Victim* victim = nullptr;
};

enum class Part { network, process };

// A fault for a target; what it leaves to chance comes from the step's own generator.
using MakeFault = std::function<std::unique_ptr<Fault>(const Target&, base::Rng&)>;

struct FaultKind {
  std::string name;  // in schedules and logs: `latency`
  std::uint64_t weight = 1;
  base::Duration shortest;
  base::Duration longest;
  Part part;
  MakeFault make;
  // While it stands, its target still does its work, if slowly.
  bool allows_progress = false;
};
using FaultTable = std::vector<FaultKind>;

// For FaultKind::make.
MakeFault add_toxic(Toxic toxic, Direction direction = Direction::downstream,
                    double toxicity = 1.0);
MakeFault add_toxic(std::function<Toxic(base::Rng&)> draw,
                    Direction direction = Direction::downstream, double toxicity = 1.0);
MakeFault disable_proxy();
MakeFault kill_process();
MakeFault stop_process();
MakeFault restart_process();
MakeFault limit_memory(std::uint64_t headroom_bytes);

}  // namespace dyntest::faults
