// Which files a test has left where others find them.
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "conftest.hpp"
#include "testing/builtin/tmp_dir.hpp"
#include "testing/runner/left_files.hpp"

namespace fs = std::filesystem;
using dyntest::builtin::TmpDir;
using dyntest::runner::LeftFiles;
using Paths = std::vector<std::string>;

namespace {

void make(const fs::path& path) { std::ofstream{path} << "content"; }

}  // namespace

TEST(what_has_come_is_told_and_removed, (TmpDir& dir)) {
  make(dir / "before");
  LeftFiles files{{dir.path()}};
  CHECK(files.left_behind(false) == Paths{});
  make(dir / "b");
  make(dir / "a");
  CHECK(files.left_behind(false) == (Paths{dir / "a", dir / "b"}));
  CHECK(!fs::exists(dir / "a"));
  CHECK(fs::exists(dir / "before"));
  CHECK(files.left_behind(false) == Paths{});
}

TEST(a_folder_goes_with_all_that_is_in_it, (TmpDir& dir)) {
  LeftFiles files{{dir.path()}};
  fs::create_directories(dir / "logs/today");
  make(dir / "logs/today/etcd.log");
  CHECK(files.left_behind(false) == Paths{dir / "logs"});
  CHECK(!fs::exists(dir / "logs"));
}

TEST(what_was_moved_here_has_come, (TmpDir& dir)) {
  fs::create_directory(dir / "watched");
  make(dir / "elsewhere");
  LeftFiles files{{dir / "watched"}};
  fs::rename(dir / "elsewhere", dir / "watched/here");
  CHECK(files.left_behind(false) == Paths{dir / "watched/here"});
}

TEST(what_is_gone_again_was_not_left, (TmpDir& dir)) {
  LeftFiles files{{dir.path()}};
  make(dir / "scratch");
  fs::remove(dir / "scratch");
  CHECK(files.left_behind(false) == Paths{});
}

TEST(what_was_adopted_stays, (TmpDir& dir)) {
  LeftFiles files{{dir.path()}};
  make(dir / "of_a_fixture");
  files.adopt();
  make(dir / "of_the_test");
  CHECK(files.left_behind(false) == Paths{dir / "of_the_test"});
  CHECK(fs::exists(dir / "of_a_fixture"));
}

TEST(several_folders_are_watched_and_one_that_is_not_there_is_empty, (TmpDir& dir)) {
  fs::create_directory(dir / "one");
  fs::create_directory(dir / "two");
  LeftFiles files{{dir / "one", dir / "two", dir / "none"}};
  make(dir / "two/x");
  make(dir / "one/x");
  CHECK(files.left_behind(false) == (Paths{dir / "one/x", dir / "two/x"}));
}
