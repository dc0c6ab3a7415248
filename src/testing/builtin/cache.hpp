// Values that stay from run to run, below .dyntest_cache/ of the project (pytest's cache).
//
//   TEST(does_not_get_slower, (Cache& cache)) {
//     const auto before = cache.number("router/route_ns");
//     …
//     cache.set("router/route_ns", now);
//   }
//
// A key is a path: `<suite>/<name>`. A value is a text or a number, in a JSON file of its own, so
// that workers do not disturb each other; a file that cannot be read is as if it were not there.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace dyntest::builtin {

class Cache {
 public:
  explicit Cache(std::filesystem::path folder) : folder_{std::move(folder)} {}

  std::optional<std::string> text(const std::string& key) const;
  std::optional<double> number(const std::string& key) const;
  // Any value, as its file has it: JSON, if nobody else has written there.
  std::optional<std::string> json(const std::string& key) const;
  // Whole or not at all. Throws std::runtime_error: the key is no path below the cache, or the disk
  // refuses.
  void set(const std::string& key, const std::string& value);
  void set(const std::string& key, double value);
  void set_json(const std::string& key, const std::string& text);
  // A folder for larger things, made if it is not there.
  std::filesystem::path folder(const std::string& name);

 private:
  std::filesystem::path folder_;
};

// Makes `folder` known as a cache to version control and backups. Throws std::runtime_error if the
// disk refuses.
void mark_as_cache(const std::filesystem::path& folder);

// The runner says where it is.
void set_cache_folder(std::filesystem::path folder);

}  // namespace dyntest::builtin
