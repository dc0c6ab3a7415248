#include "testing/runner/path_order.hpp"

#include <filesystem>
#include <map>
#include <unordered_set>

namespace dyntest::runner {

std::unordered_map<std::string_view, std::size_t> path_ranks(
    const std::vector<std::string_view>& files) {
  const std::unordered_set<std::string_view> distinct{files.begin(), files.end()};
  std::map<std::filesystem::path, std::string_view> in_order;
  for (const auto file : distinct) in_order.emplace(file, file);
  std::unordered_map<std::string_view, std::size_t> ranks;
  for (const auto& [path, file] : in_order) ranks.emplace(file, ranks.size());
  return ranks;
}

}  // namespace dyntest::runner
