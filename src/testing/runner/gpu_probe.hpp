// Which GPUs the tests of a run may have: those that dyntest.toml names, else those that nvidia-smi
// lists; and of them only what CUDA_VISIBLE_DEVICES has, if that is set. Used by the session, where
// a test asks for one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "foundation/base/error.hpp"
#include "foundation/cell/keeper.hpp"
#include "testing/runner/policy.hpp"
#include "testing/schedule/gpus.hpp"

namespace dyntest::runner {

// A GPU as the machine knows it.
struct Card {
  std::string index;
  std::string uuid;       // empty = not known
  std::uint64_t mib = 0;  // of memory; 0 = not known
  bool operator==(const Card&) const = default;
};

// What `nvidia-smi --query-gpu=index,uuid,memory.total --format=csv,noheader,nounits` has printed.
std::vector<Card> read_cards(const std::string& text);

// `variable`: the value of CUDA_VISIBLE_DEVICES: indices, or UUIDs or how they begin. As CUDA reads
// it: those before the first that is none.
std::vector<schedule::Gpu> visible_gpus(const std::vector<Card>& cards,
                                        const std::optional<std::string>& variable);

// `of_config`: GiB of each; empty = not said. Blocks until nvidia-smi has answered, for 30 s at
// most; none where it is not installed. No test that asks for any: none, and nobody is asked.
base::Result<schedule::Gpus> find_gpus(cell::Keeper& keeper, const std::vector<double>& of_config,
                                       const std::vector<Selected>& tests);

}  // namespace dyntest::runner
