#include "e2etest_utils.hpp"

#include <algorithm>
#include <filesystem>

std::vector<int> token_ids(int count, int from) {
  std::vector<int> ids;
  for (int i = 0; i < count; ++i) ids.push_back(256 + (from * 37 + i * 11) % 3800);
  return ids;
}

std::vector<int> joined(const std::vector<std::vector<int>>& parts) {
  std::vector<int> all;
  for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

bool has_gpu() { return std::filesystem::exists("/dev/nvidia0"); }

int with_status(const std::vector<dyntest::client::Reply>& replies, int status) {
  return static_cast<int>(std::ranges::count(replies, status, &dyntest::client::Reply::status));
}
