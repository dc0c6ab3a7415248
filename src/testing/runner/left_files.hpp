// Which files and folders a test has left behind where others find them: in TMPDIR, and in
// /dev/shm where that is the cell's own.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "foundation/os/fd.hpp"

namespace dyntest::runner {

class LeftFiles {
 public:
  // All that is in these folders now is accounted for.
  explicit LeftFiles(std::vector<std::filesystem::path> folders);

  // Whatever is there now is accounted for.
  void adopt();

  // Their paths, in order; when this returns, they are gone. One system call where nothing has
  // come. `shares`: the test uses fixtures that live on: what a process of theirs has open is not
  // the test's.
  std::vector<std::string> left_behind(bool shares);

 private:
  using Names = std::set<std::filesystem::path>;

  bool has_changed() const;
  void forget_changes() const;
  Names present() const;

  std::vector<std::filesystem::path> folders_;
  os::Fd watch_;  // of inotify(7)
  Names known_;
};

// Those that the tests of this worker have to themselves.
std::vector<std::filesystem::path> own_folders();

}  // namespace dyntest::runner
