#include "toy_test_utils.hpp"

#include <fcntl.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <utility>

#include "foundation/cell/level.hpp"
#include "foundation/os/fd.hpp"
#include "places.hpp"
#include "testing/check/check.hpp"
#include "transcript_test_utils.hpp"

namespace toys {
namespace fs = std::filesystem;
namespace {

const fs::path folder = fs::path{DYNTEST_SOURCE_DIR} / "tests/integration/toys";

#ifdef __SANITIZE_ADDRESS__
constexpr bool has_address_sanitizer = true;
#else
constexpr bool has_address_sanitizer = false;
#endif
#ifdef __SANITIZE_THREAD__
constexpr bool has_thread_sanitizer = true;
#else
constexpr bool has_thread_sanitizer = false;
#endif

// Where a toy's executables are: tests/integration/toys/CMakeLists.txt.
fs::path build_folder(const std::string& toy) {
  const fs::path apart = transcript::programs() / toy / "toys" / toy;
  return fs::exists(apart) ? apart : transcript::programs() / "toys" / toy;
}

bool asks_for_full_cells(const fs::path& suite) {
  return transcript::read_file(suite / "dyntest.toml").find("cell = \"full\"") != std::string::npos;
}

}  // namespace

std::vector<std::string> names() {
  std::vector<std::string> all;
  for (const auto& entry : fs::directory_iterator{folder})
    if (fs::exists(entry.path() / "expected.txt") && entry.path().filename() != "data_race")
      all.push_back(entry.path().filename());
  std::ranges::sort(all);
  return all;
}

std::string why_no_full_cell() {
  if (has_thread_sanitizer)
    return "ThreadSanitizer's own thread bars the way into a user namespace";
  return dyntest::cell::why_not_full();
}

void check(const std::string& toy, const fs::path& scratch) {
  const fs::path expected_file = folder / toy / "expected.txt";
  const std::string expected = transcript::read_file(expected_file);
  if (toy == "memory" && !has_address_sanitizer) SKIP("needs AddressSanitizer: preset dev");
  if (asks_for_full_cells(folder / toy))
    if (const auto why = why_no_full_cell(); !why.empty()) SKIP("no full cell: " + why);
  const std::string actual =
      transcript::mask(transcript::replay(expected, {folder / toy, build_folder(toy), scratch}));
  if (const char* update = std::getenv("DYNTEST_UPDATE")) {
    std::ofstream{fs::is_directory(update) ? update / fs::path{toy + ".txt"} : expected_file}
        << actual;
    return;
  }
  CHECK(actual == expected);
}

void copy(const std::string& toy, const std::vector<std::string>& executables, const fs::path& to) {
  fs::create_directories(to / "build/suite");
  fs::create_directories(to / "suite");
  fs::copy(folder / toy / "dyntest.toml", to / "suite");
  fs::copy(folder / toy / "tests", to / "suite/tests", fs::copy_options::recursive);
  for (const auto& executable : executables) {
    const std::string name = executable + ".json";
    auto manifest = nlohmann::json::parse(
        transcript::read_file(transcript::programs() / "toys" / toy / "suite" / name));
    manifest["root"] = (to / "suite").string();
    std::ofstream{to / "build/suite" / name} << manifest;
  }
}

dyntest::os::Process start(const std::string& toy, const std::vector<std::string>& words,
                           const fs::path& scratch, std::vector<std::string> environment) {
  const dyntest::os::Fd log{
      ::open((scratch / "log").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600)};
  std::vector<std::string> argv{transcript::programs() / "dyntest", "--build-dir",
                                build_folder(toy), "--visible", scratch};
  argv.insert(argv.end(), words.begin(), words.end());
  for (const auto& [name, file] :
       {std::pair{"GO", "go"}, {"READY", "ready"}, {"DYNTEST_CACHE_DIR", "cache"}})
    environment.push_back(name + ("=" + (scratch / file).string()));
  auto process =
      dyntest::os::Process::start({argv, environment, folder / toy, -1, log.get(), log.get()});
  REQUIRE(process.has_value());
  return std::move(*process);
}

}  // namespace toys
