// Which GPUs tests see.
#include <cstdio>

#include "../conftest.hpp"

TEST(has_one, gpu(1)) { std::printf("has_one: %s\n", visible().c_str()); }

TEST(has_both, gpu(2)) { std::printf("has_both: %s\n", visible().c_str()); }

TEST(has_a_part, vram(8)) { std::printf("has_a_part: %s\n", visible().c_str()); }

TEST(has_a_part_of_each, gpu(2), vram(12.5)) {
  std::printf("has_a_part_of_each: %s\n", visible().c_str());
}

TEST(asks_for_none) { std::printf("asks_for_none: %s\n", visible().c_str()); }
