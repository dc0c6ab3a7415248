// Meets itself under --stress: it ends well only beside another process that runs it.
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <random>

#include "conftest.hpp"

TEST(itself) {
  const std::filesystem::path state = std::getenv("STATE");
  std::filesystem::create_directory(state / std::to_string(std::random_device{}()));
  EVENTUALLY(60, std::distance(std::filesystem::directory_iterator{state}, {}) == 2);
}
