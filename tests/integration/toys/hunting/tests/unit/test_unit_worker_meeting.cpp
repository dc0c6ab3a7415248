// Meets itself under --stress: it ends well only beside another process that runs it.
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "conftest.hpp"

TEST(itself) {
  const std::filesystem::path state = std::getenv("STATE");
  std::ofstream{state / std::to_string(::getpid())} << "here";
  EVENTUALLY(60, std::distance(std::filesystem::directory_iterator{state}, {}) == 2);
}
