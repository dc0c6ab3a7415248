// What programs in a cell are told of its folders.
#include <filesystem>
#include <string>
#include <vector>

#include "conftest.hpp"
#include "foundation/cell/folders.hpp"
#include "testing/builtin/tmp_dir.hpp"

using dyntest::builtin::TmpDir;
using dyntest::cell::environment_of_cell;
namespace fs = std::filesystem;

namespace {

using Lines = std::vector<std::string>;

std::string value_in(const Lines& environment, const std::string& name) {
  for (const auto& entry : environment)
    if (entry.starts_with(name + "=")) return entry.substr(name.size() + 1);
  return "none";
}

}  // namespace

TEST(home_and_temporary_folder_are_the_cells_own, (TmpDir& dir)) {
  const auto made = environment_of_cell({"HOME=/home/ann", "TMPDIR=/var/tmp", "A=1"}, dir.path());
  REQUIRE(made.has_value());
  CHECK(value_in(*made, "HOME") == (dir / "home").string());
  CHECK(value_in(*made, "TMPDIR") == dir.path().string());
  CHECK(value_in(*made, "A") == "1");
  CHECK(fs::is_directory(dir / "home"));
}

TEST(folders_of_the_users_desktop_are_not_told, (TmpDir& dir)) {
  const auto made = environment_of_cell({"XDG_CONFIG_HOME=/home/ann/.config"}, dir.path());
  REQUIRE(made.has_value());
  CHECK(value_in(*made, "XDG_CONFIG_HOME") == "none");
  CHECK(value_in(*made, "XDG_RUNTIME_DIR") == (dir / "runtime").string());
}

TEST(what_the_users_home_keeps_for_tests_is_found, (TmpDir& dir)) {
  fs::create_directories(dir / "ann/.cache/huggingface");
  fs::create_directories(dir / "ann/.local");
  const auto made =
      environment_of_cell({"HOME=" + (dir / "ann").string(), "PYTHONUSERBASE=/py"}, dir / "cell");
  REQUIRE(made.has_value());
  CHECK(value_in(*made, "HF_HOME") == (dir / "ann/.cache/huggingface").string());
  CHECK(value_in(*made, "PYTHONUSERBASE") == "/py");
  CHECK(value_in(*made, "CARGO_HOME") == "none");
}

TEST(cache_is_where_the_user_says, (TmpDir& dir)) {
  fs::create_directories(dir / "cache/huggingface");
  const auto made = environment_of_cell(
      {"HOME=" + (dir / "ann").string(), "XDG_CACHE_HOME=" + (dir / "cache").string()},
      dir / "cell");
  REQUIRE(made.has_value());
  CHECK(value_in(*made, "HF_HOME") == (dir / "cache/huggingface").string());
}

TEST(folder_that_cannot_be_made_is_the_error) {
  const auto made = environment_of_cell({}, "/proc/no");
  REQUIRE(!made.has_value());
  CHECK(made.error().text().starts_with("making /proc/no/home"));
}
