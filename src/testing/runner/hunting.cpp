#include "testing/runner/hunting.hpp"

#include <map>
#include <random>
#include <string_view>
#include <utility>

namespace dyntest::runner {
namespace {

// Not std::shuffle: what that makes of a seed is each standard library's own.
template <class T>
void shuffle(std::vector<T>& values, std::mt19937_64& chance) {
  for (std::size_t left = values.size(); left > 1; --left)
    std::swap(values[left - 1], values[chance() % left]);
}

}  // namespace

std::vector<std::size_t> shuffled(const std::vector<model::Item>& items,
                                  const std::vector<std::size_t>& chosen, std::uint64_t seed) {
  std::map<std::string_view, std::vector<std::size_t>> of_file;
  std::vector<std::string_view> files;
  for (const auto index : chosen) {
    auto& tests = of_file[items[index].file];
    if (tests.empty()) files.emplace_back(items[index].file);
    tests.push_back(index);
  }
  std::mt19937_64 chance{seed};
  shuffle(files, chance);
  std::vector<std::size_t> order;
  for (const auto file : files) {
    auto& tests = of_file[file];
    shuffle(tests, chance);
    order.insert(order.end(), tests.begin(), tests.end());
  }
  return order;
}

}  // namespace dyntest::runner
