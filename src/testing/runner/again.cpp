#include "testing/runner/again.hpp"

#include <fmt/format.h>

#include "foundation/base/shell_word.hpp"

namespace dyntest::runner {
namespace {

std::string program(const std::filesystem::path& executable,
                    const std::filesystem::path& invocation) {
  if (executable.empty()) return "dyntest";
  const std::string path = executable.lexically_proximate(invocation);
  return path.find('/') == path.npos ? "./" + path : path;
}

}  // namespace

std::string again_command(const Options& options, const std::filesystem::path& own_executable,
                          const std::filesystem::path& invocation, std::uint64_t seed) {
  std::vector<std::string> words{program(own_executable, invocation)};
  const auto add = [&words](const char* option, const std::string& value) {
    if (!value.empty()) words.insert(words.end(), {option, value});
  };
  add("--build-dir", options.build_folder);
  add("--profile", options.profile);
  for (const auto& setting : options.settings) add("-o", setting);
  add("--cell", options.cell);
  for (const auto& path : options.visible) add("--visible", path);
  if (options.rules.contains("isolated")) words.emplace_back("--isolate");
  add("--seed", std::to_string(seed));
  std::string command;
  for (const auto& word : words) command += (command.empty() ? "" : " ") + base::shell_word(word);
  return command;
}

std::vector<std::string> header_lines(const Options& options, std::uint64_t seed) {
  std::vector<std::string> lines;
  if (options.shuffle)
    lines.push_back(fmt::format("seed: {0}; the same order again: --shuffle --seed {0}", seed));
  else if (options.seed)
    lines.push_back(fmt::format("seed: {}", seed));
  if (options.cpu_hogs > 0) lines.push_back(fmt::format("cpu-hog: {}", options.cpu_hogs));
  return lines;
}

}  // namespace dyntest::runner
