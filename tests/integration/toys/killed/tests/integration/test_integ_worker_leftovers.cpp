#include <fstream>

#include "conftest.hpp"
#include "foundation/os/process.hpp"
#include "testing/builtin/cache.hpp"

namespace os = dyntest::os;
using dyntest::builtin::Cache;

// Forked twice, in a session of its own, deaf to polite signals.
TEST(leaves_a_daemon, (TmpDir& dir, int), cases(1, 2, 3), may_leak) {
  auto shell = os::Process::start(
      {{"setsid", "--fork", "sh", "-c", "trap '' HUP INT TERM; echo > up; sleep 600; sleep 600"},
       {},
       dir.path()});
  REQUIRE(shell.has_value());
  EVENTUALLY(10, std::filesystem::exists(dir / "up"));
  work();
}

TEST(leaves_files, (TmpDir& dir, int), cases(1, 2, 3, 4, 5, 6, 7, 8)) {
  for (const char* name : {"a", "b", "c"}) std::ofstream{dir / name} << std::string(10'000, 'x');
  std::filesystem::create_directories(dir / "deep/er");
  work();
}

TEST(remembers, (Cache& cache, int n), cases(1, 2, 3, 4)) {
  cache.set("killed/" + std::to_string(n), std::string(10'000, 'x'));
  work();
}
