// Real engines with a real model, where they are: skipped, with the reason, where the engine's
// package or a GPU is missing.
#include "conftest.hpp"

FILE_MARKS(dynamo, gpu(1), slow, timeout(900),
           skip_if(!has_gpu(), "needs a GPU: there is no /dev/nvidia0"));

namespace {

// An engine loads its model first, which may have to be fetched.
void answers(Launcher& launch, Deployment deployment) {
  deployment.budget = std::chrono::seconds{dyntest::check::setting<int>("engine_start_timeout")};
  const Dynamo dynamo = launch.start(deployment.frontend());
  const Reply reply = dynamo.client().chat("Say hello.", {.max_tokens = 8, .stream = true});
  CHECK(reply.ok());
  CHECK(reply.text != "");
  REQUIRE(reply.usage.has_value());
  CHECK(reply.usage->completion_tokens <= 8);
  const Prompt prompt{token_ids(200)};
  CHECK(dynamo.client().complete(prompt, {.max_tokens = 1}).usage->prompt_tokens == 200);
  EVENTUALLY(10, dynamo.client().complete(prompt, {.max_tokens = 1}).usage->cached_tokens > 0);
}

}  // namespace

TEST(vllm_answers, (Launcher& launch), vllm) {
  dyntest::fixtures::need_engine(installation(), "vllm");
  answers(launch, Deployment{}.vllm({.arguments = {"--enforce-eager", "--block-size", "16"}}));
}

TEST(sglang_answers, (Launcher& launch), sglang) {
  dyntest::fixtures::need_engine(installation(), "sglang");
  answers(launch, Deployment{}.sglang({.arguments = {"--page-size", "16"}}));
}

TEST(tensorrt_llm_answers, (Launcher& launch), trtllm) {
  dyntest::fixtures::need_engine(installation(), "tensorrt_llm");
  answers(launch, Deployment{}.trtllm());
}
