// What the tests of this toy suite share.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "testing/check/check.hpp"

MARK(worker, "a worker's life", component)

// CUDA_VISIBLE_DEVICES; `-` if it is not set.
inline std::string visible() {
  const char* ids = std::getenv("CUDA_VISIBLE_DEVICES");
  return ids == nullptr ? "-" : ids;
}

// While it lives, nobody else may have these GPUs: a folder for each, below $SCRATCH.
class Occupied {
 public:
  explicit Occupied(const std::string& ids) {
    std::istringstream from{ids};
    for (std::string id; std::getline(from, id, ',');)
      folders_.push_back(std::filesystem::path{std::getenv("SCRATCH")} / ("gpu" + id));
    for (const auto& folder : folders_) CHECK(std::filesystem::create_directory(folder));
  }
  ~Occupied() {
    for (const auto& folder : folders_) std::filesystem::remove(folder);
  }
  Occupied(const Occupied&) = delete;
  Occupied& operator=(const Occupied&) = delete;

 private:
  std::vector<std::filesystem::path> folders_;
};
