#include <filesystem>
#include <string>

#include "conftest.hpp"
#include "foundation/os/whole_file.hpp"
#include "testing/builtin/tmp_dir.hpp"

using namespace dyntest;
using builtin::TmpDir;
using std::filesystem::directory_iterator;

TEST(what_was_written_is_read, (TmpDir& folder, int size),
     cases(row(0).id("empty"), row(1).id("one byte"), row(4096).id("a part"),
           row(100'000).id("many parts"))) {
  std::string content(static_cast<std::size_t>(size), '\0');
  if (size > 0) content.back() = 'z';
  REQUIRE(os::write_whole_file(folder / "new/file", content).has_value());
  CHECK(os::read_whole_file(folder / "new/file").value() == content);
  CHECK(std::distance(directory_iterator{folder / "new"}, {}) == 1);
}

TEST(what_cannot_be_opened_or_read_is_an_error, (TmpDir& folder)) {
  CHECK(os::read_whole_file(folder / "none").error().text() ==
        "opening " + (folder / "none").string() + ": No such file or directory");
  CHECK(os::read_whole_file(folder.path()).error().text() ==
        "reading " + folder.path().string() + ": Is a directory");
}

TEST(what_cannot_be_written_leaves_nothing, (TmpDir& folder)) {
  std::filesystem::create_directories(folder / "place/taken");
  CHECK(!os::write_whole_file(folder / "place", "text").has_value());
  CHECK(std::distance(directory_iterator{folder.path()}, {}) == 1);
}
