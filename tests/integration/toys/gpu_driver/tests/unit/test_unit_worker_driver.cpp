// GPUs that the driver knows: nvidia-smi is a script of the transcript.
#include <cstdio>
#include <cstdlib>

#include "../conftest.hpp"

TEST(has_a_part, vram(30)) { std::printf("GPU %s\n", std::getenv("CUDA_VISIBLE_DEVICES")); }

TEST(asks_for_none) {}
