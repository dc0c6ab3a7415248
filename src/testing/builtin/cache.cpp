#include "testing/builtin/cache.hpp"

#include <unistd.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "testing/check/test.hpp"

namespace dyntest::builtin {
namespace fs = std::filesystem;
namespace {

using Json = nlohmann::json;

fs::path cache_folder = cache_folder_name;

void write_whole(const fs::path& path, std::string_view text) {
  std::error_code failed;
  fs::create_directories(path.parent_path(), failed);
  const fs::path part = path.string() + "." + std::to_string(::getpid());
  std::ofstream file{part};
  file << text;
  file.close();
  if (file) fs::rename(part, path, failed);
  if (file && !failed) return;
  fs::remove(part, failed);
  throw std::runtime_error{"cache: cannot write " + path.string()};
}

fs::path below(const fs::path& folder, const std::string& name) {
  const fs::path path = fs::path{name}.lexically_normal();
  if (name.empty() || path.is_absolute() || *path.begin() == "..")
    throw std::runtime_error{"cache: '" + name + "' is no key; write it as suite/name"};
  return folder / path;
}

Json value_at(const fs::path& path) {
  std::ifstream file{path};
  const std::string text{std::istreambuf_iterator<char>{file}, {}};
  return Json::parse(text, nullptr, false);
}

}  // namespace

std::optional<std::string> Cache::text(const std::string& key) const {
  const Json value = value_at(below(folder_ / "v", key));
  if (!value.is_string()) return std::nullopt;
  return value.get<std::string>();
}

std::optional<double> Cache::number(const std::string& key) const {
  const Json value = value_at(below(folder_ / "v", key));
  if (!value.is_number()) return std::nullopt;
  return value.get<double>();
}

std::optional<std::string> Cache::json(const std::string& key) const {
  const Json value = value_at(below(folder_ / "v", key));
  if (value.is_discarded()) return std::nullopt;
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

void Cache::set(const std::string& key, const std::string& value) {
  const fs::path path = below(folder_ / "v", key);
  mark_as_cache(folder_);
  write_whole(path, Json(value).dump(-1, ' ', false, Json::error_handler_t::replace));
}

void Cache::set(const std::string& key, double value) {
  const fs::path path = below(folder_ / "v", key);
  mark_as_cache(folder_);
  write_whole(path, Json(value).dump());
}

void Cache::set_json(const std::string& key, const std::string& text) {
  const fs::path path = below(folder_ / "v", key);
  mark_as_cache(folder_);
  write_whole(path, text);
}

fs::path Cache::folder(const std::string& name) {
  const fs::path path = below(folder_ / "d", name);
  mark_as_cache(folder_);
  std::error_code failed;
  fs::create_directories(path, failed);
  if (failed) throw std::runtime_error{"cache: cannot make " + path.string()};
  return path;
}

void mark_as_cache(const fs::path& folder) {
  if (fs::exists(folder / ".gitignore")) return;
  write_whole(folder / ".gitignore", "*\n");
  write_whole(folder / "CACHEDIR.TAG",
              "Signature: 8a477f597d28d172789f06886806bc55\n"
              "# See https://bford.info/cachedir/spec.html\n");
}

void set_cache_folder(fs::path folder) { cache_folder = std::move(folder); }

}  // namespace dyntest::builtin

using dyntest::builtin::Cache;

DYNTEST_FIXTURE(Cache, doc("Values that stay from run to run.")) {
  return Cache{dyntest::builtin::cache_folder};
}
