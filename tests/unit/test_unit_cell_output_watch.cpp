// Who watches files hears when they grow.
#include <poll.h>

#include <chrono>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "conftest.hpp"
#include "foundation/cell/output_watch.hpp"
#include "testing/builtin/tmp_dir.hpp"

using dyntest::builtin::TmpDir;
using dyntest::cell::OutputWatch;
using Grown = std::vector<std::pair<pid_t, std::uint64_t>>;

namespace {

void write(const std::string& path, const std::string& text) {
  std::ofstream{path, std::ios::app} << text;
}

// As a loop does that waits for more than this.
Grown next(OutputWatch& watch) {
  while (true) {
    pollfd file{watch.fd(), POLLIN, 0};
    if (::poll(&file, 1, watch.timeout_ms()) > 0) return watch.take();
  }
}

}  // namespace

TEST(a_file_that_grows_is_told_with_its_size, (TmpDir& folder)) {
  const auto path = (folder.path() / "etcd.log").string();
  write(path, "before");
  OutputWatch watch;
  CHECK(watch.add(7, path) == 6u);
  write(path, " and");
  CHECK(next(watch) == (Grown{{7, 10}}));
  write(path, " after");
  CHECK(next(watch) == (Grown{{7, 16}}));
}

TEST(many_writes_are_told_once, (TmpDir& folder)) {
  const auto path = (folder.path() / "etcd.log").string();
  write(path, "");
  OutputWatch watch;
  watch.add(7, path);
  for (int i = 0; i < 1000; ++i) write(path, "x");
  CHECK(next(watch) == (Grown{{7, 1000}}));
}

TEST(there_is_nothing_to_wait_for_without_a_file) {
  const OutputWatch watch;
  CHECK(watch.fd() == -1);
  CHECK(watch.timeout_ms() == -1);
}

TEST(it_rests_when_it_has_told_something, (TmpDir& folder)) {
  const auto path = (folder.path() / "etcd.log").string();
  write(path, "");
  OutputWatch watch;
  watch.add(7, path);
  const auto begin = std::chrono::steady_clock::now();
  write(path, "x");
  next(watch);
  write(path, "y");
  CHECK(next(watch) == (Grown{{7, 2}}));
  CHECK(std::chrono::steady_clock::now() - begin >= std::chrono::milliseconds{10});
}

TEST(a_file_belongs_to_whom_it_was_first_named_for, (TmpDir& folder)) {
  const auto path = (folder.path() / "etcd.log").string();
  write(path, "");
  OutputWatch watch;
  watch.add(7, path);
  watch.add(8, path);
  write(path, "x");
  CHECK(next(watch) == (Grown{{7, 1}}));
}

TEST(what_cannot_be_watched_is_not, (TmpDir& folder)) {
  OutputWatch watch;
  CHECK(watch.add(7, (folder.path() / "none.log").string()) == 0u);
  CHECK(watch.take() == Grown{});
}
