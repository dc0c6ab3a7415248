// Files on disk against files in the executables: nothing is silently not run.
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "conftest.hpp"
#include "testing/builtin/tmp_dir.hpp"
#include "testing/runner/disk_check.hpp"

using dyntest::builtin::TmpDir;
using dyntest::runner::check_files_on_disk;

namespace {

void touch(const std::filesystem::path& path) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream{path}.flush();
}

auto check(const TmpDir& root, const std::set<std::string>& built) {
  return check_files_on_disk(root.path(), {"tests"}, {"router"}, built);
}

}  // namespace

TEST(built_file_is_fine, (TmpDir& root)) {
  touch(root / "tests/unit/test_unit_router_basic.cpp");
  CHECK(check(root, {"tests/unit/test_unit_router_basic.cpp"}).empty());
}

TEST(file_that_is_not_built_is_an_error, (TmpDir& root)) {
  touch(root / "tests/unit/test_unit_router_basic.cpp");
  const auto errors = check(root, {});
  REQUIRE(errors.size() == 1u);
  CHECK(errors[0].path == "tests/unit/test_unit_router_basic.cpp");
  CHECK(errors[0].text.find("in no test executable") != std::string::npos);
}

TEST(file_with_a_wrong_name_is_an_error, (TmpDir& root)) {
  touch(root / "tests/unit/test_unit_ruoter_basic.cpp");
  const auto errors = check(root, {});
  REQUIRE(errors.size() == 1u);
  CHECK(errors[0].text.find("did you mean test_unit_router_basic.cpp?") != std::string::npos);
}

TEST(shared_sources_are_no_test_files, (TmpDir& root)) {
  for (const char* file :
       {"tests/conftest.cpp", "tests/unit/conftest.cpp", "tests/unit/unittest_utils.cpp",
        "tests/unit/notes.md", "tests/programs/worker.cpp"})
    touch(root / file);
  CHECK(check(root, {}).empty());
}

TEST(nested_suite_is_not_entered, (TmpDir& root)) {
  touch(root / "tests/unit/toys/dyntest.toml");
  touch(root / "tests/unit/toys/anything.cpp");
  CHECK(check(root, {}).empty());
}

TEST(errors_come_in_the_order_of_their_paths, (TmpDir& root)) {
  for (const char* file : {"tests/unit/b.cpp", "tests/unit/c.cpp", "tests/unit/a.cpp"})
    touch(root / file);
  const auto errors = check(root, {});
  REQUIRE(errors.size() == 3u);
  CHECK(errors[0].path == "tests/unit/a.cpp");
  CHECK(errors[2].path == "tests/unit/c.cpp");
}

TEST(folder_that_is_missing_holds_no_errors, (TmpDir& root)) {
  CHECK(check(root, {}).empty());
}
