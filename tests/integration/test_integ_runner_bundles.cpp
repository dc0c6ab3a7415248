// Cores of tests and services that died, in the bundles of tests that failed with them.
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "conftest.hpp"
#include "toy_test_utils.hpp"
#include "transcript_test_utils.hpp"

namespace fs = std::filesystem;
namespace os = dyntest::os;

using Names = std::vector<std::string>;

namespace {

// What stands behind the dash in 4180-etcd, of all that a bundle has.
Names names_of_cores(const fs::path& bundle) {
  Names names;
  std::error_code none;
  for (const auto& core : fs::directory_iterator{bundle / "cores", none}) {
    CHECK(transcript::read_file(core.path())
              .starts_with("\x7f"
                           "ELF"));
    const auto name = core.path().filename().string();
    names.push_back(name.substr(name.find('-') + 1));
  }
  return names;
}

}  // namespace

TEST(cores_are_in_the_bundle, (TmpDir& scratch), timeout(60)) {
  const auto pattern = transcript::read_file("/proc/sys/kernel/core_pattern");
  if (pattern.empty() || pattern[0] == '|' || pattern[0] == '/')
    SKIP("this kernel leaves no cores in a process's folder");
  auto run = toys::start("bundles", {"-k", "behind or aborts", "--bundles", scratch / "bundles"},
                         scratch.path(),
                         {"ASAN_OPTIONS=disable_coredump=0", "TSAN_OPTIONS=disable_coredump=0"});
  CHECK(run.wait(Deadline::in(patience)) == os::ExitStatus{1 << 8});
  const fs::path bundles = scratch / "bundles";
  const std::string file = "tests.unit.test_unit_worker_broken.cpp--";
  CHECK(names_of_cores(bundles / (file + "fails_behind_a_dead_service")) == Names{"sh"});
  CHECK(names_of_cores(bundles / (file + "aborts")) == Names{"test"});
}
