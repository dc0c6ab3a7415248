// Every toy suite prints exactly what its expected.txt says, and ends with that exit code.
// DYNTEST_UPDATE=1 writes the files anew: read the difference before you commit it. Where it is a
// folder, what the toys print goes there, as <toy>.txt.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "conftest.hpp"
#include "testing/builtin/tmp_dir.hpp"
#include "transcript_test_utils.hpp"

namespace fs = std::filesystem;
using dyntest::builtin::TmpDir;

namespace {

const fs::path toys = fs::path{DYNTEST_SOURCE_DIR} / "tests/integration/toys";

#ifdef __SANITIZE_ADDRESS__
constexpr bool has_address_sanitizer = true;
#else
constexpr bool has_address_sanitizer = false;
#endif

std::vector<std::string> toy_names() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator{toys})
    if (fs::exists(entry.path() / "expected.txt")) names.push_back(entry.path().filename());
  std::ranges::sort(names);
  return names;
}

// Where a toy's executables are: tests/integration/toys/CMakeLists.txt.
fs::path build_folder(const std::string& toy) {
  const fs::path apart = transcript::programs() / toy / "toys" / toy;
  return fs::exists(apart) ? apart : transcript::programs() / "toys" / toy;
}

}  // namespace

TEST(prints_what_it_should, (TmpDir& scratch, std::string toy), cases_from(toy_names()),
     timeout(300)) {
  const fs::path expected_file = toys / toy / "expected.txt";
  const std::string expected = transcript::read_file(expected_file);
  if (toy == "memory" && !has_address_sanitizer) SKIP("needs AddressSanitizer: preset dev");
  const std::string actual = transcript::mask(
      transcript::replay(expected, {toys / toy, build_folder(toy), scratch.path()}));
  if (const char* update = std::getenv("DYNTEST_UPDATE")) {
    std::ofstream{fs::is_directory(update) ? update / fs::path{toy + ".txt"} : expected_file}
        << actual;
    return;
  }
  CHECK(actual == expected);
}
