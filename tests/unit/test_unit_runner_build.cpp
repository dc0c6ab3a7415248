// What a failed build says becomes one error a file.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>

#include "conftest.hpp"
#include "testing/builtin/tmp_dir.hpp"
#include "testing/runner/build.hpp"

using dyntest::builtin::TmpDir;
using namespace dyntest::runner;

namespace {

auto errors_of(const std::string& output) { return build_errors("make", output, "/suite"); }

void write_file(const std::filesystem::path& path, const std::string& text) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream{path} << text;
}

}  // namespace

TEST(compiler_error_names_its_file) {
  const auto errors = errors_of(
      "[1/2] Building CXX object x.o\n"
      "FAILED: x.o\n"
      "/suite/tests/unit/test_unit_x_y.cpp: In static member function 'static void "
      "t_test::run()':\n"
      "/suite/tests/unit/test_unit_x_y.cpp:7:3: error: 'chekc' was not declared in this scope\n"
      "    7 |   chekc(true);\n"
      "      |   ^~~~~\n"
      "ninja: build stopped: subcommand failed.\n");
  REQUIRE(errors.size() == 1u);
  CHECK(errors[0].path == "tests/unit/test_unit_x_y.cpp");
  CHECK(errors[0].text.starts_with(
      "/suite/tests/unit/test_unit_x_y.cpp:7:3: error: 'chekc' was not declared in this scope\n"
      "    7 |   chekc(true);\n"));
}

TEST(every_file_gets_one_error) {
  const auto errors = errors_of(
      "/suite/a.cpp:1:1: error: first\n"
      "/suite/b.cpp:2:1: fatal error: x.hpp: No such file or directory\n"
      "/suite/a.cpp:3:1: error: second\n");
  REQUIRE(errors.size() == 2u);
  CHECK(errors[0].path == "a.cpp");
  CHECK(errors[0].text == "/suite/a.cpp:1:1: error: first");
  CHECK(errors[1].path == "b.cpp");
}

TEST(long_error_is_cut) {
  std::string output = "/suite/a.cpp:1:1: error: first\n";
  for (int i = 0; i < 100; ++i) output += "note\n";
  const auto errors = errors_of(output);
  REQUIRE(errors.size() == 1u);
  CHECK(std::ranges::count(errors[0].text, '\n') < 10);
}

TEST(file_outside_the_suite_keeps_its_path) {
  const auto errors = errors_of("/usr/include/x.h:1:1: error: broken\n");
  REQUIRE(errors.size() == 1u);
  CHECK(errors[0].path == "/usr/include/x.h");
}

TEST(warning_is_no_error) {
  const auto errors = errors_of("/suite/a.cpp:1:1: warning: unused\nundefined reference to `f'\n");
  REQUIRE(errors.size() == 1u);
  CHECK(errors[0].path == "make");
}

TEST(failure_without_a_file_shows_the_last_lines) {
  std::string output;
  for (int i = 0; i < 100; ++i) output += "line " + std::to_string(i) + "\n";
  const auto errors = errors_of(output);
  REQUIRE(errors.size() == 1u);
  CHECK(errors[0].path == "make");
  CHECK(errors[0].text.ends_with("line 99\n"));
  CHECK(errors[0].text.find("line 42\n") == std::string::npos);
}

TEST(finds_the_executables_of_its_suite_only, (TmpDir& build)) {
  write_file(build / "suite/b.json",
             R"({"executable": "/b", "root": "/suite", "files": ["x.cpp"]})");
  write_file(build / "suite/a.json", R"({"executable": "/a", "root": "/suite"})");
  write_file(build / "suite/other.json", R"({"executable": "/o", "root": "/other"})");
  const auto found = find_executables(build.path(), "/suite").value();
  REQUIRE(found.size() == 2u);
  CHECK(found[0].path == "/a");
  CHECK(found[1].path == "/b");
  CHECK(found[1].files == std::vector<std::string>{"x.cpp"});
}

TEST(broken_manifest_is_named, (TmpDir& build)) {
  write_file(build / "suite/a.json", "{");
  const auto found = find_executables(build.path(), "/suite");
  REQUIRE(!found.has_value());
  CHECK(found.error().text().starts_with((build / "suite/a.json").string()));
}

TEST(suite_without_executables_says_what_to_do, (TmpDir& build)) {
  const auto found = find_executables(build.path(), "/suite");
  REQUIRE(!found.has_value());
  CHECK(found.error().text().find("dyntest_add_tests") != std::string::npos);
}

TEST(missing_executable_is_named_with_what_to_do,
     (std::string build, bool no_build, std::string text),
     cases(
         row("make", true, "/no/such is not built: leave --no-build out, or run: make")
             .id("left_out"),
         row("make", false, "/no/such is not built: 'make' does not build it").id("in_vain"),
         row("", false,
             "/no/such is not built: build it (dyntest.toml has no 'build' that dyntest could run)")
             .id("no_command"))) {
  const auto errors = missing_executables({{"/proc", {}}, {"/no/such", {}}}, build, no_build);
  REQUIRE(errors.size() == 1u);
  CHECK(errors[0].path == "such");
  CHECK(errors[0].text == text);
}
