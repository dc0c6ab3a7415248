#include "testing/runner/cells.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <system_error>

#include "foundation/base/split.hpp"

namespace dyntest::runner {
namespace fs = std::filesystem;
namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// The models that the user has: tests read them, and nobody changes them from inside a cell.
fs::path model_cache() {
  if (const auto hub = variable("HF_HOME"); !hub.empty()) return hub;
  if (const auto cache = variable("XDG_CACHE_HOME"); !cache.empty())
    return fs::path{cache} / "huggingface";
  return fs::path{variable("HOME")} / ".cache/huggingface";
}

}  // namespace

base::Result<Cells> decide_cells(const std::string& asked) {
  using cell::Level;
  const auto level = cell::level_of(asked).value_or(Level::full);
  if (level == Level::off) return Cells{level, "cell: off, egress: open"};
  if (level == Level::processes) return Cells{level, "cell: processes, egress: open"};
  const auto why_not = cell::why_not_full();
  if (why_not.empty()) return Cells{level, "cell: full"};
  if (!asked.empty())
    return base::Error{fmt::format(
        "--cell full: this machine cannot make one: {}; leave it out, or say --cell processes",
        why_not)};
  return Cells{Level::processes, fmt::format("cell: processes, egress: open ({})", why_not)};
}

cell::Setup setup_of_cells(cell::Level level, const select::Config& config,
                           const std::vector<fs::path>& visible,
                           const std::vector<Executable>& executables) {
  cell::Setup setup;
  setup.level = level;
  const auto add = [&setup](const fs::path& path) {
    if (path.is_absolute()) setup.visible.push_back(path.lexically_normal());
  };
  add(config.root);
  const auto cache = config.cache_folder();
  // What is not there yet could not be shown.
  std::error_code ignored;
  if (*cache.lexically_relative(config.root).begin() == "..")
    fs::create_directories(cache, ignored);
  add(cache);
  for (const auto& path : config.run.visible) add(path);
  for (const auto& path : visible) add(path);
  add(fs::read_symlink("/proc/self/exe", ignored).parent_path());  // it is the worker of guests
  for (const auto& each : executables) add(fs::absolute(each.path).parent_path());
  for (const auto& folder : base::split(variable("PATH"), ':')) add(folder);
  const auto models = model_cache();
  if (!models.is_absolute() || !fs::is_directory(models, ignored)) return setup;
  add(models);
  setup.read_only.push_back(models);
  return setup;
}

}  // namespace dyntest::runner
