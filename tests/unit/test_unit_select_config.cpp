// dyntest.toml.
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "conftest.hpp"
#include "testing/builtin/tmp_dir.hpp"
#include "testing/select/config.hpp"

using namespace dyntest::select;
using dyntest::builtin::TmpDir;

namespace {

using Texts = std::vector<std::string>;

void write(const std::filesystem::path& path, const std::string& text) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream{path} << text;
}

}  // namespace

TEST(reads_every_key) {
  const auto config = parse_config(R"([dyntest]
testpaths = ["tests", "more"]
build = "cmake --build --preset dev"
build_dir = "build/dev"
timeout = 1.5
addopts = ["-ra"]
workers = 3
require = ["etcd"]
)");
  REQUIRE(config.has_value());
  CHECK(config->testpaths == Texts{"tests", "more"});
  CHECK(config->build == "cmake --build --preset dev");
  CHECK(config->build_dir == "build/dev");
  CHECK(config->timeout.value_or(0) == 1.5);
  CHECK(config->addopts == Texts{"-ra"});
  CHECK(config->workers.value_or(0) == 3u);
  CHECK(config->require == Texts{"etcd"});
}

TEST(lets_every_key_be_left_out) {
  const auto config = parse_config("[dyntest]\nworkers = \"auto\"\n");
  REQUIRE(config.has_value());
  CHECK(config->testpaths.empty());
  CHECK(!config->timeout.has_value());
  CHECK(!config->workers.has_value());
}

TEST(points_at_a_mistake, (std::string text, std::string error),
     cases(row("[dyntest]\ntimout = 3", "2: unknown key 'timout'; did you mean timeout?").id("key"),
           row("[dyntst]\n", "1: unknown key 'dyntst'; did you mean dyntest?").id("table"),
           row("dyntest = 3", "1: 'dyntest' must be a table: [dyntest]").id("no_table"),
           row("[dyntest]\n\n timeout = \"x\"",
               "3:12: 'timeout' must be a number of seconds, 0 or more")
               .id("type"),
           row("[dyntest]\ntimeout = -1", "2:11: 'timeout' must be a number of seconds, 0 or more")
               .id("negative"),
           row("[dyntest]\nworkers = 0",
               "2:11: 'workers' must be \"auto\" or a whole number from 1 on")
               .id("no_workers"),
           row("[dyntest]\naddopts = [\"a\", 3]", "2:11: 'addopts' must be a list of strings")
               .id("element"))) {
  const auto config = parse_config(text);
  REQUIRE(!config.has_value());
  CHECK(config.error().text() == "dyntest.toml:" + error);
}

TEST(points_at_what_is_no_toml) {
  const auto config = parse_config("a b");
  REQUIRE(!config.has_value());
  CHECK(config.error().text().starts_with("dyntest.toml:1:3: "));
}

TEST(makes_the_folder_of_the_nearest_file_the_root, (TmpDir& dir)) {
  write(dir / "dyntest.toml", "[dyntest]\nbuild = \"outer\"\n");
  write(dir / "inner/dyntest.toml", "[dyntest]\nbuild = \"inner\"\n");
  write(dir / "inner/tests/a/x.cpp", "");
  write(dir / "inner/tests/b/y.cpp", "");
  const auto inner =
      load_config({dir / "inner/tests/a/x.cpp", dir / "inner/tests/b"}, dir / "elsewhere");
  REQUIRE(inner.has_value());
  CHECK(inner->root == dir / "inner");
  CHECK(inner->file == "dyntest.toml");
  CHECK(inner->build == "inner");

  const auto outer = load_config({dir / "inner/tests/a/x.cpp", dir / "missing"}, dir / "x");
  REQUIRE(outer.has_value());
  CHECK(outer->build == "inner");
  const auto here = load_config({}, dir.path());
  REQUIRE(here.has_value());
  CHECK(here->build == "outer");
}

TEST(falls_back_on_the_folder_the_user_stands_in, (TmpDir& dir)) {
  write(dir / "suite/dyntest.toml", "[dyntest]\nbuild = \"mine\"\n");
  write(dir / "other/test.cpp", "");
  const auto mine = load_config({dir / "other/test.cpp"}, dir / "suite");
  REQUIRE(mine.has_value());
  CHECK(mine->root == dir / "suite");

  const auto none = load_config({}, dir / "other");
  REQUIRE(none.has_value());
  CHECK(none->root == dir / "other");
  CHECK(none->file.empty());
}
