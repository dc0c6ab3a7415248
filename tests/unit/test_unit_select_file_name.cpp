// What a test file's name declares.
#include <string>

#include "conftest.hpp"
#include "testing/select/file_name.hpp"

using namespace dyntest::select;

namespace {

// `role component`, `no test file`, or the error without the path in front.
std::string judged(const std::string& path) {
  const auto marks = marks_of_file(path, {"kv", "kv_router", "planner", "router"});
  if (!marks) {
    REQUIRE(marks.error().text().starts_with(path + ": "));
    return marks.error().text().substr(path.size() + 2);
  }
  return *marks ? (*marks)->role + " " + (*marks)->component : "no test file";
}

}  // namespace

TEST(reads_role_and_component, (std::string path, std::string marks),
     cases(row("tests/unit/test_unit_planner_load.cpp", "unit planner").id("unit"),
           row("tests/integration/test_integ_kv_router_failover.cpp", "integration kv_router")
               .id("longest_component"),
           row("tests/unit/test_unit_kv_blocks.cpp", "unit kv").id("shorter_component"),
           row("tests/e2e/disagg/test_e2e_planner_scaling.cpp", "e2e planner").id("deep_folder"),
           row("tests/e2e/test_e2e_chat_stream.cpp", "e2e chat").id("word_of_the_api"),
           row("tests/e2e/test_e2e_dynamo_start.cpp", "e2e dynamo").id("whole"))) {
  CHECK(judged(path) == marks);
}

TEST(lets_other_files_be, (std::string path),
     cases("tests/unit/conftest.cpp", "tests/unit/unittest_utils.cpp", "tests/unit/notes.md",
           "tests/unit/conftest.hpp", "tests/tools/replay.cpp")) {
  CHECK(judged(path) == "no test file");
}

TEST(names_the_nearest_right_name, (std::string name, std::string error),
     cases(row("test_unt_router_x.cpp", "unknown type 'unt'; did you mean test_unit_router_x.cpp?")
               .id("type"),
           row("test_unt_ruter_x.cpp", "unknown type 'unt'; did you mean test_unit_router_x.cpp?")
               .id("type_and_component"),
           row("test_router_x.cpp", "no type; did you mean test_unit_router_x.cpp?").id("no_type"),
           row("test_integ_router_x.cpp",
               "type 'integ' belongs in a folder integration/; "
               "did you mean test_unit_router_x.cpp?")
               .id("folder"),
           row("test_unit_ruter_x.cpp",
               "unknown component 'ruter'; "
               "did you mean test_unit_router_x.cpp?")
               .id("component"),
           row("router_x.cpp",
               "not the name of a test file; "
               "did you mean test_unit_router_x.cpp?")
               .id("pattern"))) {
  CHECK(judged("tests/unit/" + name) == error);
}

TEST(says_what_is_wanted_where_nothing_is_near, (std::string name, std::string error),
     cases(row("test_unit_zebra_x.cpp",
               "unknown component 'zebra'; declare it in a conftest.hpp: "
               "MARK(zebra, \"…\", component)")
               .id("component"),
           row("test_unit_kv_router.cpp",
               "nothing after component 'kv_router'; "
               "did you mean test_unit_kv_router_<flow>.cpp?")
               .id("flow"),
           row("test_unit.cpp", "no component; the pattern is test_unit_<component>_<flow>.cpp")
               .id("type_alone"),
           row("fake_clock.cpp",
               "not the name of a test file; "
               "the pattern is test_unit_<component>_<flow>.cpp")
               .id("pattern"))) {
  CHECK(judged("tests/unit/" + name) == error);
}

TEST(keeps_words_of_the_api_to_e2e) {
  CHECK(judged("tests/unit/test_unit_chat_stream.cpp").starts_with("unknown component 'chat'"));
}

TEST(wants_test_files_in_a_role_folder) {
  CHECK(judged("tests/test_unit_router_x.cpp") ==
        "a test file belongs below a folder unit/, integration/ or e2e/");
}
