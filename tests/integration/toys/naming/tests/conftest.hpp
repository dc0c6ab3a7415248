// What the tests of this toy suite share.
#pragma once

#include "testing/check/check.hpp"

MARK(router, "request routing", component)
MARK(kv, "blocks and prefixes", component)
MARK(kv_router, "KV-aware routing", component)
MARK(vllm, "needs a vLLM worker", component)
