#include "conftest.hpp"

TEST(agg, vllm) {}

TEST(disagg, vllm, gpu(2), nightly) {}

TEST_CLASS(TestOverlap) {
 public:
  int blocks = 0;
};

TEST_F(TestOverlap, counts_blocks, slow) { CHECK(blocks == 0); }

TEST_F(TestOverlap, ignores_order, (int n), cases(1, 2)) { CHECK(n > 0); }
