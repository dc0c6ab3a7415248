// Where dyntest.toml is (config.hpp), and what a profile adds to it.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>
#include <utility>

#include "testing/select/config.hpp"
#include "testing/select/nearest.hpp"

namespace dyntest::select {
namespace fs = std::filesystem;
namespace {

fs::path common_ancestor(const std::vector<fs::path>& arguments, const fs::path& invocation) {
  std::optional<fs::path> ancestor;
  for (const fs::path& argument : arguments) {
    std::error_code failed;
    if (!fs::exists(argument, failed)) continue;
    const fs::path folder = fs::is_directory(argument, failed) ? argument : argument.parent_path();
    if (!ancestor) ancestor = folder;
    const auto [end, ignored] = std::ranges::mismatch(*ancestor, folder);
    fs::path shared;
    for (auto part = ancestor->begin(); part != end; ++part) shared /= *part;
    ancestor = shared;
  }
  return ancestor.value_or(invocation);
}

std::optional<fs::path> find_upward(fs::path folder) {
  while (true) {
    std::error_code failed;
    if (fs::is_regular_file(folder / config_name, failed)) return folder / config_name;
    if (folder == folder.parent_path()) return std::nullopt;
    folder = folder.parent_path();
  }
}

}  // namespace

base::Result<Config> with_profile(Config config, const std::string& profile) {
  const auto found = config.profiles.find(profile);
  if (found == config.profiles.end()) {
    std::vector<std::string> known;
    for (const auto& [name, ignored] : config.profiles) known.push_back(name);
    return base::Error{fmt::format("there is no profile '{}'{}; there are: {}", profile,
                                   did_you_mean(profile, known), fmt::join(known, ", "))};
  }
  RunDefaults& run = config.run;
  RunDefaults& ours = found->second;
  run.addopts.insert(run.addopts.end(), ours.addopts.begin(), ours.addopts.end());
  for (const auto word :
       {&RunDefaults::workers, &RunDefaults::flaky, &RunDefaults::all_skipped, &RunDefaults::cell})
    if (!(ours.*word).empty()) run.*word = ours.*word;
  run.visible.insert(run.visible.end(), ours.visible.begin(), ours.visible.end());
  run.marks = both(run.marks, ours.marks);
  run.keywords = both(run.keywords, ours.keywords);
  for (const auto& [key, rule] : ours.rules) run.rules[key] = rule;
  run.overrides.insert(run.overrides.begin(), ours.overrides.begin(), ours.overrides.end());
  return config;
}

std::string both(const std::string& one, const std::string& other) {
  if (one.empty() || other.empty()) return one + other;
  return fmt::format("({}) and ({})", one, other);
}

base::Result<Config> load_config(const std::vector<fs::path>& arguments,
                                 const fs::path& invocation) {
  auto file = find_upward(common_ancestor(arguments, invocation));
  if (!file) file = find_upward(invocation);
  if (!file) {
    auto config = parse_config("");
    if (config) config->root = invocation;
    return config;
  }
  std::ifstream stream{*file, std::ios::binary};
  if (!stream) return base::Error::from_errno("reading " + file->string());
  const std::string text{std::istreambuf_iterator<char>{stream}, {}};
  auto config = parse_config(text);
  if (config) {
    config->root = file->parent_path();
    config->file = config_name;
  }
  return config;
}

}  // namespace dyntest::select
