// Tests that are on a GPU at the same time as those of other files.
#include "../conftest.hpp"

TEST(is_alone_on_its_gpu, (int n), cases(1, 2, 3), gpu(1)) {
  const Occupied gpu{visible()};
  CONSISTENTLY(0.02 * n, std::filesystem::exists(std::getenv("SCRATCH")));
}

TEST(is_alone_on_both, gpu(2)) {
  const Occupied gpus{visible()};
  CONSISTENTLY(0.02, std::filesystem::exists(std::getenv("SCRATCH")));
}
