#include <fcntl.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <string>
#include <vector>

#include "conftest.hpp"
#include "foundation/os/fd.hpp"
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

// Names that came to be in a folder since it was made.
class NamesSeen {
 public:
  explicit NamesSeen(const std::filesystem::path& folder) {
    ::inotify_add_watch(events_.get(), folder.c_str(), IN_CREATE | IN_MOVED_TO);
  }
  std::vector<std::string> take() const {
    std::vector<std::string> names;
    alignas(inotify_event) std::array<char, 4096> bytes{};
    const auto size = ::read(events_.get(), bytes.data(), bytes.size());
    for (ssize_t at = 0; at < size;) {
      const auto* event = reinterpret_cast<const inotify_event*>(bytes.data() + at);
      names.emplace_back(event->name);
      at += static_cast<ssize_t>(sizeof(inotify_event) + event->len);
    }
    return names;
  }

 private:
  os::Fd events_{::inotify_init1(IN_CLOEXEC | IN_NONBLOCK)};
};

// So a process that is killed while it writes leaves nothing.
TEST(file_has_no_name_until_it_is_whole, (TmpDir& folder)) {
  const os::Fd nameless{::open(folder.path().c_str(), O_WRONLY | O_TMPFILE | O_CLOEXEC, 0600)};
  if (!nameless) SKIP("the disk has no files without a name");
  const NamesSeen seen{folder.path()};
  REQUIRE(os::write_whole_file(folder / "file", "text").has_value());
  CHECK(seen.take() == std::vector<std::string>{"file"});
}

TEST(file_is_replaced_in_one_step, (TmpDir& folder)) {
  REQUIRE(os::write_whole_file(folder / "file", "long text").has_value());
  REQUIRE(os::write_whole_file(folder / "file", "text").has_value());
  CHECK(os::read_whole_file(folder / "file").value() == "text");
  CHECK(std::distance(directory_iterator{folder.path()}, {}) == 1);
}

TEST(half_a_line_is_cut_off, (TmpDir& folder, std::string before, std::string after),
     cases(row("one\ntwo\nthr", "one\ntwo\n"), row("one\n", "one\n"), row("on", ""), row("", ""))) {
  REQUIRE(os::write_whole_file(folder / "log", before).has_value());
  os::cut_half_line(folder / "log");
  CHECK(os::read_whole_file(folder / "log").value() == after);
}

TEST(half_a_line_stays_while_somebody_writes, (TmpDir& folder)) {
  REQUIRE(os::write_whole_file(folder / "log", "one\ntw").has_value());
  const os::Fd writer{::open((folder / "log").c_str(), O_WRONLY | O_CLOEXEC)};
  REQUIRE(::flock(writer.get(), LOCK_EX) == 0);
  os::cut_half_line(folder / "log");
  CHECK(os::read_whole_file(folder / "log").value() == "one\ntw");
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
