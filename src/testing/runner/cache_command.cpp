#include "testing/runner/cache_command.hpp"

#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <system_error>
#include <vector>

#include "testing/builtin/cache.hpp"
#include "testing/report/writer.hpp"

namespace dyntest::runner {
namespace fs = std::filesystem;
namespace {

// As `**/pattern`: the key from any of its parts on.
bool matches(const fs::path& key, const std::string& pattern) {
  for (auto part = key.begin(); part != key.end(); ++part) {
    fs::path tail;
    for (auto rest = part; rest != key.end(); ++rest) tail /= *rest;
    if (::fnmatch(pattern.c_str(), tail.c_str(), FNM_PATHNAME) == 0) return true;
  }
  return false;
}

std::vector<fs::path> keys_below(const fs::path& folder, const std::string& pattern) {
  std::vector<fs::path> keys;
  std::error_code failed;
  for (fs::recursive_directory_iterator entry{folder, failed}, end; entry != end;
       entry.increment(failed)) {
    const fs::path key = entry->path().lexically_relative(folder);
    if (entry->is_regular_file(failed) && matches(key, pattern)) keys.push_back(key);
  }
  std::ranges::sort(keys);
  return keys;
}

}  // namespace

std::string cache_text(const fs::path& cache_folder, const std::string& pattern, std::size_t width,
                       bool colour) {
  report::Writer writer{width, colour};
  writer.line("cachedir: " + cache_folder.string());
  if (!fs::is_directory(cache_folder)) {
    writer.line("cache is empty");
    return writer.take();
  }
  const builtin::Cache cache{cache_folder};
  writer.rule('-', fmt::format("cache values for '{}'", pattern), {});
  for (const auto& key : keys_below(cache_folder / "v", pattern)) {
    const auto value = nlohmann::json::parse(cache.json(key.string()).value_or(""), nullptr, false);
    if (value.is_discarded()) {
      writer.line(key.string() + " contains unreadable content, will be ignored");
      continue;
    }
    writer.line(key.string() + " contains:");
    std::string lines = value.dump(2);
    for (std::size_t at = 0; (at = lines.find('\n', at)) != lines.npos; at += 3)
      lines.replace(at, 1, "\n  ");
    writer.line("  " + lines);
  }
  const auto files = keys_below(cache_folder / "d", pattern);
  if (!files.empty()) writer.rule('-', fmt::format("cache directories for '{}'", pattern), {});
  for (const auto& key : files) {
    std::error_code failed;
    writer.line(fmt::format("{} is a file of length {}", key.string(),
                            fs::file_size(cache_folder / "d" / key, failed)));
  }
  return writer.take();
}

base::Status clear_cache(const fs::path& cache_folder) {
  for (const char* part : {"v", "d", "durations.json"}) {
    std::error_code failed;
    fs::remove_all(cache_folder / part, failed);
    if (failed)
      return base::Error{
          fmt::format("clearing {}: {}", (cache_folder / part).string(), failed.message())};
  }
  return {};
}

}  // namespace dyntest::runner
