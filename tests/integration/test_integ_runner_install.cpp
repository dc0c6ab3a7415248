// An installed dyntest in a project of its own, outside this repository: `cmake --install`,
// `dyntest init`, `find_package(dyntest)`, and what the installed `dyntest` then prints.
#include <fcntl.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <stdexcept>
#include <string>
#include <vector>

#include "conftest.hpp"
#include "foundation/os/fd.hpp"
#include "places.hpp"
#include "transcript_test_utils.hpp"

namespace fs = std::filesystem;
namespace os = dyntest::os;

namespace {

const std::string built = DYNTEST_BINARY_DIR "/dyntest";

struct Said {
  std::string text;  // stdout and stderr
  int code = -1;
};

// `line` typed into a shell in `folder`, with the programs of `prefix` in PATH. What it says is
// output of the test too, and so shown with a failure.
Said type(const std::string& line, const fs::path& folder, const fs::path& prefix = {}) {
  TmpDir scratch;
  const fs::path output = scratch / "output";
  const os::Fd file{::open(output.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600)};
  os::Command command{{"sh", "-c", line}, {}, folder, -1, file.get(), file.get()};
  command.environment = transcript::environment;
  if (!prefix.empty())
    command.environment.push_back("PATH=" + (prefix / "bin").string() + ":" + std::getenv("PATH"));
  auto process = os::Process::start(command);
  if (!process) throw std::runtime_error{process.error().text()};
  const auto status = process->wait(Deadline::in(10min));
  Said said{transcript::read_file(output), status ? status->code().value_or(-1) : -1};
  std::printf("$ %s\n%s", line.c_str(), said.text.c_str());
  return said;
}

// The same, for a step that the test stands on.
void must(const std::string& line, const fs::path& folder, const fs::path& prefix = {}) {
  const Said said = type(line, folder, prefix);
  if (said.code != 0) throw std::runtime_error{line + " failed:\n" + said.text};
}

Said init(const std::string& words, const fs::path& folder) {
  return type(built + " init " + words, folder);
}

bool is_empty(const fs::path& folder) {
  return fs::directory_iterator{folder} == fs::directory_iterator{};
}

std::string with(std::string text, const std::string& what, const std::string& instead) {
  for (auto at = text.find(what); at != text.npos; at = text.find(what, at + instead.size()))
    text.replace(at, what.size(), instead);
  return text;
}

std::string last_line(const std::string& text) {
  const auto end = text.find_last_not_of('\n') + 1;
  const auto begin = text.rfind('\n', end - 1) + 1;
  return text.substr(begin, end - begin);
}

// A file with another text, for as long as the handle lives.
class Rewritten {
 public:
  Rewritten(fs::path file, const std::string& text)
      : file_{std::move(file)}, before_{transcript::read_file(file_)} {
    std::ofstream{file_} << text;
  }
  ~Rewritten() { std::ofstream{file_} << before_; }
  Rewritten(const Rewritten&) = delete;
  Rewritten& operator=(const Rewritten&) = delete;

 private:
  fs::path file_;
  std::string before_;
};

// What this build installs.
struct Installation {
  fs::path prefix;
};

// A new project beside it, as `dyntest init` lays it out, configured.
struct Shop {
  fs::path folder;
};

}  // namespace

FIXTURE(Installation, (TmpDir& dir), scope::file) {
  must("cmake --install " DYNTEST_BINARY_DIR " --prefix prefix", dir);
  return Installation{dir / "prefix"};
}

FIXTURE(Shop, (Installation& installed), scope::file) {
  const fs::path beside = installed.prefix.parent_path();
  must("dyntest init shop", beside, installed.prefix);
  must("cmake --preset dev", beside / "shop", installed.prefix);
  return Shop{beside / "shop"};
}

TEST(installed_headers_find_what_they_include, (Installation& installed), slow, nightly,
     timeout(300)) {
  static const std::regex include{"#include \"([^\"]+)\""};
  const fs::path root = installed.prefix / "include/dyntest";
  REQUIRE(fs::exists(root / "testing/check/check.hpp"));
  for (const auto& entry : fs::recursive_directory_iterator{root}) {
    if (!entry.is_regular_file()) continue;
    const std::string text = transcript::read_file(entry.path());
    for (std::sregex_iterator each{text.begin(), text.end(), include}, end; each != end; ++each)
      CHECK(fs::exists(root / (*each)[1].str()));
  }
}

TEST(headers_that_no_test_includes_stay_at_home, (Installation& installed), slow, nightly,
     timeout(300)) {
  const fs::path testing = installed.prefix / "include/dyntest/testing";
  CHECK(!fs::exists(testing / "runner"));
  CHECK(!fs::exists(testing / "doubles/detail"));
}

// What is installed is what is there then, not what the last configuration saw.
TEST(header_that_came_after_configuring_is_installed, (TmpDir& dir), slow, nightly, timeout(300)) {
  const fs::path house = dir / "src/house";
  fs::create_directories(house / "detail");
  std::ofstream{dir / "CMakeLists.txt"}
      << "cmake_minimum_required(VERSION 3.25)\nproject(street LANGUAGES CXX)\n"
         "list(APPEND CMAKE_MODULE_PATH " DYNTEST_SOURCE_DIR
         "/cmake)\n"
         "include(dyntest_install)\ninclude(dyntest_room)\nadd_subdirectory(src/house)\n";
  std::ofstream{house / "CMakeLists.txt"} << "dyntest_room(house)\n";
  std::ofstream{house / "door.hpp"} << "#pragma once\n";
  must("cmake -S . -B build", dir);
  std::ofstream{house / "window.hpp"} << "#include \"house/detail/glass.hpp\"\n";
  std::ofstream{house / "detail/glass.hpp"} << "#include \"house/detail/sand.hpp\"\n";
  std::ofstream{house / "detail/sand.hpp"} << "#pragma once\n";
  std::ofstream{house / "detail/cellar.hpp"} << "#pragma once\n";
  must("DESTDIR=$PWD/root cmake --install build --prefix /usr", dir);
  const fs::path installed = dir / "root/usr/include/dyntest/house";
  for (const auto* there : {"door.hpp", "window.hpp", "detail/glass.hpp", "detail/sand.hpp"})
    CHECK(fs::exists(installed / there));
  CHECK(!fs::exists(installed / "detail/cellar.hpp"));
}

TEST(a_new_project_builds_and_passes, (Shop& shop, Installation& installed), slow, nightly,
     timeout(600)) {
  const Said said = type("dyntest", shop.folder, installed.prefix);
  const std::string text = "\n" + with(said.text, shop.folder.string(), "/shop");
  CHECK(transcript::mask(text) ==
        R"(
======================================= test session starts ========================================
platform linux -- dyntest 0.1.0
rootdir: /shop
configfile: dyntest.toml
cell: LEVEL
collected 5 items

tests/integration/test_integ_basket_file.cpp .                                               [ 20%]
tests/unit/test_unit_basket_items.cpp ....                                                   [100%]

==== 5 passed in 0.00s ====
)");
  CHECK(said.code == 0);
}

// Object libraries are installed as objects: what the linker would leave out of an archive is
// there.
TEST(installed_libraries_keep_their_fixtures, (Shop& shop, Installation& installed), slow, nightly,
     timeout(600)) {
  const fs::path file = shop.folder / "CMakeLists.txt";
  std::string text = transcript::read_file(file);
  text = with(text, "find_package(dyntest REQUIRED)",
              "find_package(dyntest REQUIRED COMPONENTS property)");
  text = with(text, "\ndyntest_add_tests(DIRECTORY tests)",
              "\ndyntest_add_tests(DIRECTORY tests LIBRARIES dyntest::builtin dyntest::fixtures "
              "dyntest::doubles dyntest::property)");
  const Rewritten rewritten{file, text};
  const Said said = type("dyntest --fixtures", shop.folder, installed.prefix);
  for (const auto* fixture : {"\nEtcd [session scope]\n", "\nNats [session scope]\n", "\nTmpDir\n",
                              "\nBasket -- tests/unit/conftest.cpp:"})
    CHECK(said.text.find(fixture) != said.text.npos);
  CHECK(said.code == 0);
}

// CMake's own module takes a test executable for one of GoogleTest's.
TEST(each_test_can_be_one_of_ctests, (Shop& shop, Installation& installed), slow, nightly,
     timeout(600)) {
  const fs::path file = shop.folder / "CMakeLists.txt";
  const std::string text = transcript::read_file(file);
  const Rewritten rewritten{file, text + "include(GoogleTest)\ngtest_discover_tests(tests_unit)\n"};
  must("cmake --build --preset dev", shop.folder, installed.prefix);
  const Said said = type("ctest --test-dir build/dev -R '[.]'", shop.folder, installed.prefix);
  CHECK(said.text.find(" test_unit_basket_items.") != said.text.npos);
  CHECK(said.text.find("100% tests passed, 0 tests failed out of 4") != said.text.npos);
  CHECK(said.code == 0);
}

TEST(a_room_that_is_not_there_is_named, (Shop& shop, Installation& installed), slow, nightly,
     timeout(300)) {
  fs::create_directories(shop.folder / "other");
  std::ofstream{shop.folder / "other/CMakeLists.txt"}
      << "cmake_minimum_required(VERSION 3.25)\nproject(other LANGUAGES CXX)\n"
         "find_package(dyntest REQUIRED COMPONENTS cellar)\n";
  const Said said = type("cmake -S other -B other/build", shop.folder, installed.prefix);
  CHECK(said.code != 0);
  CHECK(said.text.find("dyntest::cellar cannot be used") != said.text.npos);
}

TEST(init_tells_cmake_of_a_dyntest_that_is_not_in_path, (Installation& installed, TmpDir& dir),
     slow, nightly, timeout(300)) {
  const std::string program = installed.prefix / "bin/dyntest";
  const Said said = type(program + " init", dir);
  CHECK(last_line(said.text) == "next: cmake --preset dev -D CMAKE_PREFIX_PATH=" +
                                    installed.prefix.string() + " && " + program);
  const Said in_path = type("dyntest init shop", dir, installed.prefix);
  CHECK(last_line(in_path.text) == "next: cd shop && cmake --preset dev && dyntest");
}

TEST(init_says_what_it_made_and_what_comes_next, (TmpDir& dir)) {
  const Said said = init("shop", dir);
  CHECK(said.text == R"(made in shop:
  CMakeLists.txt
  CMakePresets.json
  dyntest.toml
  tests/README.md
  tests/conftest.cpp
  tests/conftest.hpp
  tests/e2e/conftest.cpp
  tests/e2e/conftest.hpp
  tests/e2e/e2etest_utils.hpp
  tests/integration/conftest.cpp
  tests/integration/conftest.hpp
  tests/integration/integtest_utils.cpp
  tests/integration/integtest_utils.hpp
  tests/integration/test_integ_basket_file.cpp
  tests/unit/conftest.cpp
  tests/unit/conftest.hpp
  tests/unit/test_unit_basket_items.cpp
  tests/unit/unittest_utils.cpp
  tests/unit/unittest_utils.hpp
next: install dyntest (cmake --install), then cd shop && cmake --preset dev && dyntest
)");
  CHECK(said.code == 0);
}

TEST(init_names_the_project_after_its_folder, (TmpDir& dir, std::string name, std::string project),
     cases(row("shop", "shop"), row("a b", "a_b"), row("shop/", "shop"))) {
  REQUIRE(init("'" + name + "'", dir).code == 0);
  const std::string text = transcript::read_file(dir.path() / name / "CMakeLists.txt");
  CHECK(text.find("\nproject(" + project + " LANGUAGES CXX)\n") != text.npos);
}

TEST(init_writes_over_nothing, (TmpDir& dir, std::string path),
     cases("CMakeLists.txt", "tests/unit/conftest.cpp")) {
  fs::create_directories((dir / path).parent_path());
  std::ofstream{dir / path} << "mine";
  const Said said = init("", dir);
  CHECK(said.text == "ERROR: " + path + " exists, and init writes over nothing\n\n");
  CHECK(said.code == 4);
  CHECK(transcript::read_file(dir / path) == "mine");
  fs::remove_all(dir.path() / *fs::path{path}.begin());
  CHECK(is_empty(dir));
}

TEST(init_does_not_write_through_a_link, (TmpDir& dir)) {
  fs::create_symlink(dir / "elsewhere", dir / "dyntest.toml");
  CHECK(init("", dir).code == 4);
  CHECK(!fs::exists(dir / "elsewhere"));
}

TEST(init_takes_back_what_it_cannot_finish, (TmpDir& dir)) {
  std::ofstream{dir / "tests"} << "mine";
  const Said said = init("", dir);
  CHECK(said.text == "ERROR: ./tests: File exists\n\n");
  CHECK(said.code == 4);
  fs::remove(dir / "tests");
  CHECK(is_empty(dir));
}

// Nobody can make a file in /proc, root no more than others.
TEST(init_says_where_it_cannot_write, (TmpDir& dir)) {
  const Said said = init("/proc", dir);
  CHECK(said.text.starts_with("ERROR: /proc/CMakeLists.txt: "));
  CHECK(said.code == 4);
}

TEST(init_takes_one_folder, (TmpDir& dir)) {
  const Said said = init("one two", dir);
  CHECK(said.text.starts_with("ERROR: usage: dyntest init [FOLDER]\ndyntest: error: "));
  CHECK(said.code == 4);
  CHECK(is_empty(dir));
}
