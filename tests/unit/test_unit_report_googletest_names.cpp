// Names for tools that speak GoogleTest's language.
#include <set>
#include <string>
#include <vector>

#include "conftest.hpp"
#include "report_test_utils.hpp"
#include "testing/report/googletest_names.hpp"
#include "testing/select/googletest_filter.hpp"

using namespace report_test;
using dyntest::report::GoogleTestNames;
using dyntest::select::GoogleTestFilter;

namespace {

const std::string file = "tests/unit/test_unit_kv_x.cpp";

Item of_parameters(std::string parameters) {
  return with_parameters(item(file, "f"), std::move(parameters));
}

std::vector<std::string> names_of(const std::vector<Item>& items) {
  const GoogleTestNames names{items};
  std::vector<std::string> all;
  for (const Item& each : items) all.push_back(names.of(each).full());
  return all;
}

}  // namespace

TEST(a_name_is_made_of_the_files_stem_and_the_test) {
  CHECK(names_of({item(file, "routes")}) == std::vector<std::string>{"test_unit_kv_x.routes"});
}

// The names are made before a run says how often each test is run.
TEST(a_repetition_has_the_name_of_its_test) {
  Item routes = item(file, "routes");
  const GoogleTestNames names{{routes}};
  routes.repetition = 2;
  CHECK(names.of(routes).full() == "test_unit_kv_x.routes");
}

TEST(a_class_is_a_suite_below_its_file) {
  CHECK(names_of({item(file, "routes", "TestKv")}) ==
        std::vector<std::string>{"test_unit_kv_x/TestKv.routes"});
}

TEST(parameters_follow_the_test, (std::string parameters, std::string shown),
     cases(row("named", "named"), row("2-True", "2_True"), row("0.5", "0_5"), row("a b", "a_b"),
           row("x:y*?[z];#\"'\\$<>", "x_y___z_________").id("odd"), row("", "_").id("empty"),
           row("\\xc3\\xa9", "_xc3_xa9").id("escaped"))) {
  CHECK(names_of({of_parameters(parameters)})[0] == "test_unit_kv_x.f/" + shown);
}

// Whoever wrote a plain name finds it, whatever stands before it.
TEST(equal_names_get_a_number_and_a_plain_one_stays) {
  CHECK(names_of({of_parameters("a-b"), of_parameters("a_b"), of_parameters("a b"),
                  of_parameters("a_b_2")}) ==
        std::vector<std::string>{"test_unit_kv_x.f/a_b_3", "test_unit_kv_x.f/a_b",
                                 "test_unit_kv_x.f/a_b_4", "test_unit_kv_x.f/a_b_2"});
}

TEST(files_of_one_stem_are_told_apart_by_their_folders) {
  CHECK(names_of({item("tests/unit/test_unit_kv_x.cpp", "a"),
                  item("tests/unit/kv-old/test_unit_kv_x.cpp", "a"),
                  item("tests/unit/test_unit_kv_y.cpp", "a")}) ==
        std::vector<std::string>{"unit/test_unit_kv_x.a", "kv_old/test_unit_kv_x.a",
                                 "test_unit_kv_y.a"});
  CHECK(names_of({item("tests/unit/a/kv/test_unit_kv_x.cpp", "a"),
                  item("tests/unit/b/kv/test_unit_kv_x.cpp", "a")}) ==
        std::vector<std::string>{"a/kv/test_unit_kv_x.a", "b/kv/test_unit_kv_x.a"});
}

TEST(folders_that_look_alike_are_told_apart_by_their_tests) {
  CHECK(names_of({item("tests/unit/k-v/test_unit_kv_x.cpp", "a"),
                  item("tests/unit/k_v/test_unit_kv_x.cpp", "a")}) ==
        std::vector<std::string>{"tests/unit/k_v/test_unit_kv_x.a",
                                 "tests/unit/k_v/test_unit_kv_x.a_2"});
}

// A tool would leave it out, though it runs.
TEST(no_name_says_disabled) {
  CHECK(names_of({item(file, "DISABLED_a"), item(file, "a", "DISABLED_B")}) ==
        std::vector<std::string>{"test_unit_kv_x._DISABLED_a", "test_unit_kv_x/_DISABLED_B.a"});
}

TEST(each_name_as_a_filter_means_its_test_alone) {
  std::vector<Item> items{item(file, "f"), item(file, "f", "Test"),
                          item("tests/unit/kv/test_unit_kv_x.cpp", "f")};
  for (const char* parameters : {"", "-", "*", "?", "a:b", "a-b", "a_b", "a.b", "a b", "f/1", "_"})
    items.push_back(of_parameters(parameters));
  const auto names = names_of(items);
  CHECK(std::set<std::string>(names.begin(), names.end()).size() == names.size());
  for (const auto& name : names) {
    const GoogleTestFilter filter{name};
    std::vector<std::string> selected;
    for (const auto& each : names)
      if (filter.matches(each)) selected.push_back(each);
    CHECK(selected == std::vector<std::string>{name});
  }
}
