// What tests/README.md shows is true: its C++ blocks are a suite that the build compiles, and its
// console blocks are what that suite prints. DYNTEST_UPDATE=1 writes the console blocks anew.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "conftest.hpp"
#include "places.hpp"
#include "transcript_test_utils.hpp"

namespace fs = std::filesystem;

namespace {

constexpr std::string_view opening = "```console\n";
constexpr std::string_view closing = "```\n";

// The page with each console block replaced by what its commands print now. A code of 0 is not
// shown.
std::string replayed(const std::string& page, const transcript::Place& place) {
  std::string result;
  std::size_t at = 0;
  for (auto begin = page.find(opening); begin != std::string::npos;
       begin = page.find(opening, at)) {
    begin += opening.size();
    const auto end = page.find(closing, begin);
    result += page.substr(at, begin - at);
    std::string shown = transcript::replay(page.substr(begin, end - begin), place);
    for (auto code = shown.find("[exit 0]\n"); code != std::string::npos;
         code = shown.find("[exit 0]\n"))
      shown.erase(code, 9);
    result += shown;
    at = end;
  }
  return result + page.substr(at);
}

}  // namespace

TEST(shows_what_happens, (TmpDir& scratch), timeout(120)) {
  const fs::path file = fs::path{DYNTEST_SOURCE_DIR} / "tests/README.md";
  const fs::path suite = fs::path{DYNTEST_BINARY_DIR} / "readme";
  const auto page = transcript::read_file(file);
  const auto actual = replayed(page, {suite, suite, scratch.path()});
  if (std::getenv("DYNTEST_UPDATE") != nullptr)
    std::ofstream{file} << actual;
  else
    CHECK(transcript::mask(actual) == transcript::mask(page));
}
