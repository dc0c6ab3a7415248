#include "testing/runner/path_order.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <unordered_set>
#include <utility>

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

std::vector<std::size_t> in_path_order(const std::vector<model::Item>& items) {
  std::vector<std::string_view> files;
  for (const auto& item : items) files.emplace_back(item.file);
  const auto ranks = path_ranks(files);
  std::vector<std::pair<std::size_t, std::size_t>> order;  // the file's rank, the item
  for (std::size_t i = 0; i < items.size(); ++i) order.emplace_back(ranks.at(items[i].file), i);
  std::ranges::sort(order);
  std::vector<std::size_t> indices;
  for (const auto& [rank, index] : order) indices.push_back(index);
  return indices;
}

}  // namespace dyntest::runner
