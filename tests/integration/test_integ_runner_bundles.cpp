// Cores of services that died, in the bundle of the test that failed behind them.
#include <filesystem>
#include <string>

#include "conftest.hpp"
#include "os_test_utils.hpp"
#include "transcript_test_utils.hpp"

namespace fs = std::filesystem;
namespace os = dyntest::os;

TEST(core_of_a_service_is_in_the_bundle, (TmpDir& scratch), timeout(60)) {
  const auto pattern = transcript::read_file("/proc/sys/kernel/core_pattern");
  if (pattern.empty() || pattern[0] == '|' || pattern[0] == '/')
    SKIP("this kernel leaves no cores in a process's folder");
  const fs::path suite = fs::path{DYNTEST_SOURCE_DIR} / "tests/integration/toys/bundles";
  auto run =
      os::Process::start({{(transcript::programs() / "dyntest").string(), "--build-dir",
                           (transcript::programs() / "toys/bundles").string(), "-q", "--bundles",
                           scratch / "bundles", "-k", "behind"},
                          {"ASAN_OPTIONS=disable_coredump=0", "TSAN_OPTIONS=disable_coredump=0",
                           "DYNTEST_CACHE_DIR=" + (scratch / "cache").string()},
                          suite});
  REQUIRE(run.has_value());
  CHECK(run->wait(Deadline::in(patience)) == os::ExitStatus{1 << 8});
  const auto cores =
      scratch / "bundles/tests.unit.test_unit_worker_broken.cpp--fails_behind_a_dead_service/cores";
  REQUIRE(fs::exists(cores));
  for (const auto& core : fs::directory_iterator{cores}) {
    NOTE(core.path().string());
    CHECK(core.path().filename().string().ends_with("-sh"));
    CHECK(transcript::read_file(core.path())
              .starts_with("\x7f"
                           "ELF"));
  }
  CHECK(!fs::is_empty(cores));
}
