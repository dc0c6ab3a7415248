// A KV router of Dynamo's by itself, in a process of its own, that shows what it knows of the
// workers' blocks.
//
//   auto router = KvRouter::start(dynamo, 16).value();
//   EVENTUALLY(10, router.blocks().value() == other.blocks().value());
//
// Who uses it: tests of what routers learn from events. It learns as a frontend's router does: all
// that is there when it starts, then each change.
#pragma once

#include <compare>
#include <cstdint>
#include <set>
#include <string>
#include <utility>

#include "foundation/base/error.hpp"
#include "kit/dynamo/detail/dialogue.hpp"
#include "kit/dynamo/dynamo.hpp"

namespace dyntest::dynamo {

// That a worker has a block, and behind which prefix: equal prefixes have equal hashes.
struct StoredBlock {
  std::uint64_t worker = 0;  // instance id
  std::uint32_t dp_rank = 0;
  std::uint64_t tokens_hash = 0;  // of the block's own tokens
  std::uint64_t parent_hash = 0;  // of the prefix before it; 0 = none
  auto operator<=>(const StoredBlock&) const = default;
};

// What the events in `json` have stored, wherever they stand in it: of KvRouter, or of /dump of an
// indexer. The error: it is no JSON.
base::Result<std::set<StoredBlock>> stored_blocks_in(const std::string& json);

class KvRouter {
 public:
  // For the workers of `endpoint`. Returns when it answers.
  static base::Result<KvRouter> start(const Dynamo& dynamo, int block_size,
                                      const std::string& endpoint = "dynamo.backend.generate");

  // Blocks for at most 20 s, and may throw os::Interrupted. Errors are Dynamo's own.
  base::Result<std::set<StoredBlock>> blocks();

 private:
  explicit KvRouter(detail::Dialogue dialogue) : dialogue_{std::move(dialogue)} {}

  detail::Dialogue dialogue_;
};

}  // namespace dyntest::dynamo
