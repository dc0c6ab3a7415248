#include "testing/report/benchmark_store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "foundation/os/whole_file.hpp"
#include "testing/report/detail/model_json.hpp"

namespace dyntest::report {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view format = "dyntest-benchmarks";
constexpr std::size_t digits = 4;  // of a number; more where it needs more

// `0012_main` -> 12; nothing if it is no name of ours.
std::optional<unsigned> number_of(std::string_view name) {
  const std::size_t end = name.find('_');
  if (end == std::string_view::npos || end < digits || end > 9) return std::nullopt;
  unsigned number = 0;
  for (const char digit : name.substr(0, end)) {
    if (digit < '0' || digit > '9') return std::nullopt;
    number = 10 * number + static_cast<unsigned>(digit - '0');
  }
  return number;
}

Json benchmark_json(const StoredBenchmark& benchmark) {
  const auto& [id, measured] = benchmark;
  Json json = Json::object();
  put(json, "id", id);
  json.update(measurement_json(measured));
  return json;
}
StoredBenchmark benchmark_of(const Json& json) {
  return {get_text(json, "id"), measurement_of(json)};
}

std::string text_of(const StoredRun& run) {
  const auto& [version, timestamp, hostname, benchmarks] = run;
  Json json = Json::object();
  json.emplace("format", format);
  json.emplace("format_version", benchmark_format_version);
  put(json, "dyntest", version);
  put(json, "timestamp", timestamp);
  put(json, "hostname", hostname);
  put_objects(json, "benchmarks", benchmarks, benchmark_json);
  return json.dump(1) + "\n";
}

base::Result<StoredRun> parse(std::string_view text) try {
  const Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) return base::Error{"not JSON"};
  if (!json.is_object() || json.value("format", "") != format)
    return base::Error{"not a run of benchmarks"};
  const int version = json.value("format_version", 0);
  if (version != benchmark_format_version)
    return base::Error{fmt::format("format version {}, but this dyntest reads version {}", version,
                                   benchmark_format_version)};
  return StoredRun{get_text(json, "dyntest"), get_text(json, "timestamp"),
                   get_text(json, "hostname"), get_objects(json, "benchmarks", benchmark_of)};
} catch (const Json::exception&) {
  return base::Error{"a field is missing or of another kind"};
} catch (const std::invalid_argument& error) {
  return base::Error{error.what()};
}

}  // namespace

std::string BenchmarkStore::path_of(const std::string& name) const {
  return fs::path{folder_} / (name + ".json");
}

std::vector<std::string> BenchmarkStore::names() const {
  std::vector<std::pair<unsigned, std::string>> found;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator{folder_, failed}) {
    const fs::path& path = entry.path();
    const auto number = number_of(path.stem().string());
    if (path.extension() == ".json" && number) found.emplace_back(*number, path.stem());
  }
  std::ranges::sort(found);
  std::vector<std::string> names;
  for (auto& [number, name] : found) names.push_back(std::move(name));
  return names;
}

std::optional<std::string> BenchmarkStore::find(const std::string& wanted) const {
  std::optional<std::string> newest;
  for (std::string& name : names())
    if (name.starts_with(wanted) || name.substr(name.find('_') + 1) == wanted)
      newest = std::move(name);
  return newest;
}

base::Result<StoredRun> BenchmarkStore::read(const std::string& name) const {
  const std::string path = path_of(name);
  const auto text = os::read_whole_file(path);
  if (!text) return text.error();
  auto run = parse(*text);
  if (!run)
    return base::Error{fmt::format("{}: {}; remove the file, or compare with another run", path,
                                   run.error().text())};
  return run;
}

base::Result<std::string> BenchmarkStore::save(const std::string& saved_as,
                                               const StoredRun& run) const {
  const auto known = names();
  const unsigned number = known.empty() ? 1 : number_of(known.back()).value_or(0) + 1;
  const std::string path = path_of(fmt::format("{:0{}}_{}", number, digits, saved_as));
  const base::Status written = os::write_whole_file(path, text_of(run));
  if (!written) return written.error().context("writing " + path);
  return path;
}

}  // namespace dyntest::report
