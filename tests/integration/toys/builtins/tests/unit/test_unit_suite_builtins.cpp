#include <cstdio>

#include "conftest.hpp"

TEST(output_can_be_checked, (CapturedOutput& output)) {
  std::puts("hello");
  std::fputs("oh\n", stderr);
  const auto texts = output.read();
  CHECK(texts.out == "hello\n");
  CHECK(texts.err == "oh\n");
  std::puts("unread text is shown");
  CHECK(output.read().err == "more");
  std::puts("and this");
}

TEST(chance_can_be_repeated, (Rng& rng)) { CHECK(rng.below(6) + 10 == 0u); }

TEST(properties_are_told, (RecordProperty& record)) {
  record("ttft_ms", 12.5);
  record("model", "qwen <3");
  record("warm", true);
}

TEST(the_cache_is_empty_at_first, (Cache& cache)) {
  const auto before = cache.number("suite/runs");
  cache.set("suite/runs", before.value_or(0) + 1);
  CHECK(!before.has_value());
}
