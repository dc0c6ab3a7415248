#include "kit/faults/table.hpp"

#include <utility>

#include "kit/faults/kill.hpp"
#include "kit/faults/memory_limit.hpp"
#include "kit/faults/partition.hpp"
#include "kit/faults/restart.hpp"
#include "kit/faults/stop.hpp"
#include "kit/faults/toxic_fault.hpp"

namespace dyntest::faults {

MakeFault add_toxic(Toxic toxic, Direction direction, double toxicity) {
  return add_toxic([toxic = std::move(toxic)](base::Rng&) { return toxic; }, direction, toxicity);
}

MakeFault add_toxic(std::function<Toxic(base::Rng&)> draw, Direction direction, double toxicity) {
  return [draw = std::move(draw), direction, toxicity](const Target& target, base::Rng& rng) {
    return std::make_unique<ToxicFault>(*target.proxy, draw(rng), direction, toxicity);
  };
}

MakeFault disable_proxy() {
  return [](const Target& target, base::Rng&) {
    return std::make_unique<Partition>(std::vector{target.proxy});
  };
}

MakeFault kill_process() {
  return [](const Target& target, base::Rng&) { return std::make_unique<Kill>(*target.victim); };
}

MakeFault stop_process() {
  return [](const Target& target, base::Rng&) { return std::make_unique<Stop>(*target.victim); };
}

MakeFault restart_process() {
  return [](const Target& target, base::Rng&) { return std::make_unique<Restart>(*target.victim); };
}

MakeFault limit_memory(std::uint64_t headroom_bytes) {
  return [headroom_bytes](const Target& target, base::Rng&) {
    return std::make_unique<MemoryLimit>(*target.victim, headroom_bytes);
  };
}

}  // namespace dyntest::faults
