// A router that minds how busy its workers are turns requests away (rows R5, R6 and R7).
#include <fmt/format.h>

#include "conftest.hpp"

FILE_MARKS(dynamo);

namespace {

// One worker that hardly moves, with few blocks.
Deployment slow_worker(dyntest::dynamo::Words thresholds) {
  return Deployment{}
      .without_first_completion()
      .frontend({.kv_cache_block_size = 4, .arguments = std::move(thresholds)})
      .mockers({.speedup_ratio = 0.01, .block_size = 4, .num_gpu_blocks_override = 64});
}

}  // namespace

TEST(a_busy_worker_gets_no_more_requests, (Launcher& launch), mocker) {
  const Dynamo dynamo = launch.start(slow_worker({"--active-decode-blocks-threshold", "0.2"}));
  auto held = dynamo.client().crowd();
  for (int i = 0; i < 50; ++i)
    held.complete(Prompt{token_ids(24, i)}, {.max_tokens = 50, .stream = true});
  const auto is_refused = [&] {
    held.go_on_for(100ms);
    return dynamo.client().complete(Prompt{token_ids(24, 99)}, {.max_tokens = 1, .timeout = 2s});
  };
  Reply refused = is_refused();
  for (int i = 0; i < 50 && refused.status != 529; ++i) refused = is_refused();
  CHECK(refused.status == 529);
  CHECK(refused.error_type == "Overloaded");
  CHECK(refused.error == "Service temporarily overloaded");
}

TEST(without_thresholds_nobody_is_turned_away, (Launcher& launch), mocker) {
  const Dynamo dynamo = launch.start(slow_worker(
      {"--active-decode-blocks-threshold", "None", "--active-prefill-tokens-threshold", "None"}));
  auto held = dynamo.client().crowd();
  for (int i = 0; i < 4; ++i)
    held.complete(Prompt{token_ids(24, i)}, {.max_tokens = 50, .stream = true});
  held.wait_for_events(0, 1);
  for (const Reply& reply : held.finish_now())
    CHECK((reply.status == 200 || reply.status == 0));  // 0: it still waits for its first token
}

// Each step is answered with exactly what is then in force.
TEST(thresholds_are_set_while_it_runs, (Launcher& launch), frontend) {
  const Dynamo dynamo =
      launch.start(Deployment{}
                       .frontend({.arguments = {"--active-decode-blocks-threshold", "0.9",
                                                "--active-prefill-tokens-threshold", "1000"}})
                       .mockers());
  const auto& client = dynamo.client();
  const auto set = [&](const std::string& fields) {
    return client.post("/busy_threshold",
                       fmt::format(R"({{"model": "{}"{}}})", dynamo.model(), fields));
  };
  const auto in_force = [](const Reply& reply, double blocks, double tokens) {
    CHECK(reply.status == 200);
    CHECK(reply.number("/active_decode_blocks_threshold") == blocks);
    CHECK(reply.number("/active_prefill_tokens_threshold") == tokens);
  };
  in_force(set(""), 0.9, 1000);
  in_force(set(R"(, "active_decode_blocks_threshold": 0.75)"), 0.75, 1000);
  in_force(set(R"(, "active_prefill_tokens_threshold": 2000)"), 0.75, 2000);
  in_force(
      set(R"(, "active_decode_blocks_threshold": 0.5, "active_prefill_tokens_threshold": 1200)"),
      0.5, 1200);
  const Reply list = client.get("/busy_threshold");
  CHECK(list.json("/thresholds/0/model") == '"' + dynamo.model() + '"');
  CHECK(list.number("/thresholds/0/active_decode_blocks_threshold") == 0.5);
  const Reply wrong = set(R"(, "active_decode_blocks_threshold": 1.5)");
  CHECK(wrong.status == 400);
  CHECK(wrong.error.find("must be between 0.0 and 1.0") != std::string::npos);
}
