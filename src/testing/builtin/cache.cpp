#include "testing/builtin/cache.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "foundation/os/whole_file.hpp"
#include "testing/check/test.hpp"

namespace dyntest::builtin {
namespace fs = std::filesystem;
namespace {

using Json = nlohmann::json;

fs::path cache_folder = ".dyntest_cache";

void write(const fs::path& path, std::string_view text) {
  const auto written = os::write_whole_file(path, text);
  if (written) return;
  throw std::runtime_error{"cache: cannot write " + path.string() + ": " + written.error().text()};
}

fs::path below(const fs::path& folder, const std::string& name) {
  const fs::path path = fs::path{name}.lexically_normal();
  if (name.empty() || path.is_absolute() || *path.begin() == "..")
    throw std::runtime_error{"cache: '" + name + "' is no key; write it as suite/name"};
  return folder / path;
}

Json value_of(const std::optional<std::string>& json) {
  return json ? Json::parse(*json, nullptr, false) : Json{};
}

}  // namespace

std::optional<std::string> Cache::text(const std::string& key) const {
  const Json value = value_of(json(key));
  if (!value.is_string()) return std::nullopt;
  return value.get<std::string>();
}

std::optional<double> Cache::number(const std::string& key) const {
  const Json value = value_of(json(key));
  if (!value.is_number()) return std::nullopt;
  return value.get<double>();
}

std::optional<std::string> Cache::json(const std::string& key) const {
  auto text = os::read_whole_file(below(folder_ / "v", key));
  if (!text) return std::nullopt;
  return std::move(*text);
}

void Cache::set(const std::string& key, const std::string& value) {
  set_json(key, Json(value).dump(-1, ' ', false, Json::error_handler_t::replace));
}

void Cache::set(const std::string& key, double value) { set_json(key, Json(value).dump()); }

void Cache::set_json(const std::string& key, const std::string& text) {
  const fs::path path = below(folder_ / "v", key);
  mark_as_cache(folder_);
  write(path, text);
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
  write(folder / ".gitignore", "*\n");
  write(folder / "CACHEDIR.TAG",
        "Signature: 8a477f597d28d172789f06886806bc55\n"
        "# See https://bford.info/cachedir/spec.html\n");
}

void set_cache_folder(fs::path folder) { cache_folder = std::move(folder); }

}  // namespace dyntest::builtin

using dyntest::builtin::Cache;

DYNTEST_FIXTURE(Cache, doc("Values that stay from run to run.")) {
  return Cache{dyntest::builtin::cache_folder};
}
