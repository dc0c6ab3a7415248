// What every file keeps to: the project keeps these rules, and each rule notices when it is broken.
#include <algorithm>

#include "conftest.hpp"
#include "source_text_test_utils.hpp"

using namespace tidy;

namespace {

Sources one(std::string path, std::string text) { return {{{std::move(path), std::move(text)}}}; }

std::string many_lines(std::size_t count) {
  std::string text;
  for (; count > 0; --count) text += "int x;\n";
  return text;
}

const std::string a_test = "tests/unit/test_unit_roof_x.cpp";

}  // namespace

TEST(headers_open_with_a_comment_and_pragma_once, (Sources& sources)) {
  expect_none(headers_without_opening(sources));
}

TEST(files_fit_on_a_few_screens, (Sources& sources)) {
  expect_none(files_too_long(sources, long_files()));
}

TEST(lines_fit_100_columns, (Sources & sources)) { expect_none(lines_too_long(sources)); }

TEST(macros_are_few_and_look_like_macros, (Sources& sources)) {
  expect_none(macros_out_of_place(sources));
}

TEST(names_say_something, (Sources & sources)) { expect_none(vague_names(sources)); }

TEST(nothing_is_left_for_later, (Sources & sources)) { expect_none(forbidden_words(sources)); }

TEST(no_test_sleeps, (Sources & sources)) { expect_none(sleeps_in_tests(sources)); }

TEST(no_test_counts_on_a_port, (Sources& sources)) {
  expect_none(fixed_ports_in_tests(sources));
}

TEST(a_header_without_its_opening_is_found) {
  CHECK(headers_without_opening(one("src/a.hpp", "// What.\n#pragma once\n")).empty());
  CHECK(headers_without_opening(one("src/a.hpp", "#pragma once\n")).size() == 1);
  CHECK(headers_without_opening(one("src/a.hpp", "// What.\nint x;\n#pragma once\n")).size() == 1);
  CHECK(headers_without_opening(one("src/a.cpp", "int x;\n")).empty());
}

TEST(a_long_file_is_found, (std::string path, std::size_t lines, std::size_t found),
     cases(row("a.hpp", 200u, 0u), row("a.hpp", 201u, 1u), row("a.cpp", 400u, 0u),
           row("a.cpp", 401u, 1u), row("long.cpp", 450u, 0u), row("long.cpp", 451u, 1u))) {
  const std::vector<LongFile> exceptions = {{"long.cpp", 450, "made up"}};
  CHECK(files_too_long(one(path, many_lines(lines)), exceptions).size() == found);
}

TEST(an_exception_that_nobody_needs_is_found) {
  const std::vector<LongFile> exceptions = {{"long.cpp", 450, "made up"}};
  CHECK(files_too_long(one("long.cpp", many_lines(400)), exceptions).size() == 1);
}

TEST(a_long_line_is_found) {
  CHECK(lines_too_long(one("a.cpp", std::string(100, 'x'))).empty());
  CHECK(lines_too_long(one("a.cpp", "\n" + std::string(101, 'x'))) ==
        Findings{{"a.cpp", 2, "101 columns, at most 100; ./dev fmt wraps what it can"}});
}

TEST(a_character_of_several_bytes_is_one_column) {
  std::string line;
  for (int i = 0; i < 100; ++i) line += "…";
  CHECK(lines_too_long(one("a.cpp", line)).empty());
}

TEST(a_macro_out_of_place_is_found) {
  CHECK(macros_out_of_place(one("src/testing/check/x.hpp", "#define CHECK_X(a) a\n")).empty());
  CHECK(macros_out_of_place(one("src/testing/check/x.hpp", "#define check_x(a) a\n")).size() == 1);
  CHECK(macros_out_of_place(one("src/foundation/net/x.hpp", "#define CHECK_X(a) a\n")).size() == 1);
  CHECK(macros_out_of_place(one("src/foundation/net/x.hpp", "// #define X\n")).empty());
}

TEST(a_vague_name_is_found, (const char* path, std::size_t found),
     cases(row("src/kit/cell/port_manager.cpp", 1u), row("src/kit/common/port.cpp", 1u),
           row("src/runtime/kv_manager/pool.cpp", 0u), row("src/kit/cell/helper_text.cpp", 1u),
           row("src/kit/cell/commons.cpp", 0u))) {
  CHECK(vague_names(one(path, "")).size() == found);
}

TEST(a_word_that_leaves_work_for_later_is_found) {
  const std::string later = std::string{"TO"} + "DO";  // in halves: this file keeps the rule too
  CHECK(forbidden_words(one("a.cpp", "// " + later + ": wine\n")).size() == 1);
  CHECK(forbidden_words(one("a.cpp", "const int MAS" + later + "N = 1;\n")).empty());
}

TEST(a_test_that_sleeps_is_found, (const char* line, std::size_t found),
     cases(row("std::this_thread::sleep_for(1s);", 1u).id("sleep_for"),
           row("::usleep(10);", 1u).id("usleep"), row("sleep(1);", 1u).id("sleep"),
           row("// sleep(1) would be wrong", 0u).id("comment"),
           row("run(\"sleep 60\");", 0u).id("literal"),
           row("int asleep = 1;", 0u).id("part_of_a_word"))) {
  CHECK(sleeps_in_tests(one(a_test, line)).size() == found);
  CHECK(sleeps_in_tests(one("src/foundation/os/x.cpp", line)).empty());
}

// '@' stands for ':', because this file keeps the rule too.
TEST(a_fixed_port_in_a_test_is_found, (std::string line, std::size_t found),
     cases(row("get(\"http://127.0.0.1@8080/\");", 1u).id("loopback"),
           row("get(\"http://localhost@8080/\");", 1u).id("localhost"),
           row("get(\"http://etcd@2379\");", 1u).id("etcd"),
           row("get(\"nats://nats@4222\");", 1u).id("nats"),
           row("bind(\"127.0.0.1@0\");", 0u).id("any_port"),
           row("get(\"http://127.0.0.1@\" + port);", 0u).id("variable"),
           row("// 127.0.0.1@8080", 0u).id("comment"))) {
  std::ranges::replace(line, '@', ':');
  CHECK(fixed_ports_in_tests(one(a_test, line)).size() == found);
}

TEST(comments_and_literals_are_told_apart, (std::string text, std::string code),
     cases(row("a; // b\nc", "a;     \nc").id("line"),
           row("a /* b\n */ c", "a     \n    c").id("block"),
           row("f(\"// no\");", "f(\"     \");").id("literal"),
           row("f(\"\\\"//\", x);", "f(\"    \", x);").id("escaped_quote"),
           row("f('\"'); // b", "f(' ');     ").id("character"),
           row("1'000'000 // b", "1'000'000     ").id("digits"),
           row("f(R\"(\"//)\"); // b", "f(R\"     \");     ").id("raw"))) {
  CHECK(without_comments(text, Keep::code) == code);
}
