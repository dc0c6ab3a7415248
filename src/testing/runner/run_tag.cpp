#include "testing/runner/run_tag.hpp"

#include <fmt/format.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <random>
#include <string>
#include <string_view>

#include "foundation/os/run_folder.hpp"
#include "testing/builtin/rng.hpp"
#include "testing/runner/googletest_options.hpp"

namespace dyntest::runner {
namespace fs = std::filesystem;

void tag_run() {
  const char* outer = std::getenv("DYNTEST_RUN_ID");
  const auto now = std::chrono::system_clock::now().time_since_epoch().count();
  const auto id =
      fmt::format("{}{}-{:x}", outer == nullptr ? "" : fmt::format("{}/", outer), ::getpid(), now);
  ::setenv("DYNTEST_RUN_ID", id.c_str(), 1);
}

fs::path name_run_folder() {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789";
  std::error_code failed;
  const fs::path parent = fs::temp_directory_path(failed);
  std::random_device chance;
  fs::path folder;
  do {
    std::string name = "dyntest-";
    for (int i = 0; i < 6; ++i) name += letters[chance() % letters.size()];
    folder = (failed ? fs::path{"/tmp"} : parent) / name;
  } while (fs::exists(folder));
  ::setenv(os::run_folder_variable, folder.c_str(), 1);
  return folder;
}

base::Status make_run_folder(const fs::path& folder) {
  if (::mkdir(folder.c_str(), 0700) == 0) return {};
  return base::Error::from_errno(
      fmt::format("making a folder in {}", folder.parent_path().string()));
}

std::uint64_t seed_of_run() {
  return environment_variable("DYNTEST_SEED") ? builtin::run_seed() : std::random_device{}();
}

}  // namespace dyntest::runner
