#include "testing/builtin/tmp_dir.hpp"

#include <stdlib.h>

#include <memory>
#include <string>
#include <system_error>

#include "foundation/os/keeper.hpp"
#include "testing/check/test.hpp"

namespace dyntest::builtin {
namespace fs = std::filesystem;

TmpDir::TmpDir() {
  const char* folder = std::getenv(os::run_folder_variable);
  const fs::path parent = folder == nullptr ? fs::temp_directory_path() : fs::path{folder};
  std::string name = parent / "tmp-XXXXXX";
  if (::mkdtemp(name.data()) == nullptr)
    throw fs::filesystem_error{"making a folder", parent,
                               std::error_code{errno, std::generic_category()}};
  path_ = name;
}

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
