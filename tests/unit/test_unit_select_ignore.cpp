// --ignore and --ignore-glob.
#include <string>
#include <vector>

#include "conftest.hpp"
#include "testing/select/ignore.hpp"

using dyntest::select::Ignore;
using dyntest::select::NodeArgument;

namespace {

const std::string file = "/s/tests/unit/test_unit_kv_x.cpp";

NodeArgument argument(const std::string& path) {
  NodeArgument argument;
  argument.path = path;
  return argument;
}

}  // namespace

TEST(a_path_covers_itself_and_what_is_below, (const char* path, bool covered),
     cases(row("tests/unit/test_unit_kv_x.cpp", true), row("tests/unit", true),
           row("tests/unit/", true), row("./tests/../tests", true), row("/s/tests/unit", true),
           row("tests/uni", false), row("tests/integration", false), row("unit", false))) {
  CHECK(Ignore({path}, {}, "/s").covers(file, {}) == covered);
}

TEST(a_path_is_relative_to_where_the_user_stands) {
  CHECK(Ignore({"unit"}, {}, "/s/tests").covers(file, {}));
}

TEST(a_glob_covers_whole_paths, (const char* glob, bool covered),
     cases(row("*_x.cpp", true), row("tests/unit/*.cpp", true), row("tests/*x.cpp", true),
           row("tests/un?t", true), row("*/unit", true),
           row("tests/unit/test_unit_kv_[!x].cpp", false), row("*_y.cpp", false),
           row("unit", false))) {
  CHECK(Ignore({}, {glob}, "/s").covers(file, {}) == covered);
}

TEST(what_is_named_outright_is_not_ignored, (const char* named, bool covered),
     cases(row("/s/tests/unit/test_unit_kv_x.cpp", false), row("/s/tests/unit", false),
           row("/s/tests", true), row("/s/tests/unit/test_unit_kv_y.cpp", false))) {
  CHECK(Ignore({"tests/unit"}, {}, "/s").covers(file, {argument(named)}) == covered);
}

TEST(without_paths_nothing_is_ignored) { CHECK(!Ignore({}, {}, "/s").covers(file, {})); }
