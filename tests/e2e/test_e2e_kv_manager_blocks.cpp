// What a worker's KV cache holds: reuse, eviction, exhaustion (seen through cached tokens).
#include "conftest.hpp"

FILE_MARKS(dynamo);

namespace {

constexpr int block = 4;

Deployment small_cache(int blocks) {
  return Deployment{}
      .frontend({.kv_cache_block_size = block})
      .mockers({.speedup_ratio = 100, .block_size = block, .num_gpu_blocks_override = blocks});
}

int cached(const Dynamo& dynamo, const std::vector<int>& prompt) {
  const Reply reply = dynamo.client().complete(Prompt{prompt}, {.max_tokens = 1});
  REQUIRE(reply.usage.has_value());
  return reply.usage->cached_tokens;
}

}  // namespace

TEST(whole_blocks_of_a_prompt_are_used_again, (Launcher& launch), mocker) {
  const Dynamo dynamo = launch.start(small_cache(64));
  const auto prompt = token_ids(6 * block, 3);
  CHECK(cached(dynamo, prompt) == 0);
  EVENTUALLY(10, cached(dynamo, prompt) >= 5 * block);
  const int again = cached(dynamo, joined({prompt, token_ids(2 * block, 9)}));
  CHECK(again >= 5 * block);
  CHECK(again <= 6 * block);
}

TEST(other_prompts_evict_what_was_cached, (Launcher& launch), mocker) {
  const Dynamo dynamo = launch.start(small_cache(32));
  const auto prompt = token_ids(6 * block, 3);
  cached(dynamo, prompt);
  EVENTUALLY(10, cached(dynamo, prompt) > 0);
  for (int other = 0; other < 12; ++other) cached(dynamo, token_ids(6 * block, 100 + other));
  CHECK(cached(dynamo, prompt) == 0);
}

// Finding 4: it is answered with 500, as if the server had broken.
TEST(a_prompt_larger_than_the_cache_is_the_users_mistake, (Launcher& launch), mocker,
     xfail("finding 4: 500 internal server error").strict()) {
  const Dynamo dynamo = launch.start(small_cache(8));
  const Reply reply = dynamo.client().complete(Prompt{token_ids(20 * block, 3)}, {.max_tokens = 1});
  CHECK(reply.status >= 400);
  CHECK(reply.status < 500);
}
