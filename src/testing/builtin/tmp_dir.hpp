// A folder of one's own, empty at first, gone at the end. Every test gets one, and so does every
// fixture that asks: a session fixture's folder lives as long as the session.
#pragma once

#include <filesystem>
#include <string_view>

namespace dyntest::builtin {

class TmpDir {
 public:
  // Made in the run's own folder, which goes with the run whatever happens to a worker; without a
  // run, in TMPDIR. Throws std::filesystem::filesystem_error.
  TmpDir();
  TmpDir(const TmpDir&) = delete;
  TmpDir& operator=(const TmpDir&) = delete;
  // Removes it with all that is in it.
  ~TmpDir();

  const std::filesystem::path& path() const { return path_; }
  operator const std::filesystem::path&() const { return path_; }
  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

}  // namespace dyntest::builtin
