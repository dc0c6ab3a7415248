#include "testing/builtin/tmp_dir.hpp"

#include <memory>
#include <system_error>

#include "foundation/os/run_folder.hpp"
#include "testing/check/test.hpp"

namespace dyntest::builtin {
namespace fs = std::filesystem;

TmpDir::TmpDir() : path_{os::new_run_folder("tmp")} {}

TmpDir::~TmpDir() {
  std::error_code ignored;  // a file that will not go is the run's folder's business
  fs::remove_all(path_, ignored);
}

}  // namespace dyntest::builtin

using dyntest::builtin::TmpDir;

DYNTEST_FIXTURE(TmpDir, scope::asker,
                doc("A folder of one's own, removed at the end of its test or of the fixture that "
                    "asked for it.")) {
  return std::make_unique<TmpDir>();
}
