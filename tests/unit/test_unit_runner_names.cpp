// Names of types, parameters and nearness of definitions: what fixtures are found and shown by.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "conftest.hpp"
#include "testing/runner/names.hpp"
#include "testing/runner/resolver.hpp"

using dyntest::runner::nearness;
using dyntest::runner::parameter_names;
using dyntest::runner::type_name;

namespace toy::inner {
struct Etcd {};
template <class T>
struct Box {};
}  // namespace toy::inner

namespace {

struct Local {};

using Names = std::vector<std::string>;

}  // namespace

TEST(type_is_shown_without_its_namespaces) {
  CHECK(type_name(typeid(toy::inner::Etcd)) == "Etcd");
  CHECK(type_name(typeid(Local)) == "Local");
  CHECK(type_name(typeid(int)) == "int");
}

TEST(type_of_the_standard_keeps_its_namespace) {
  CHECK(type_name(typeid(std::vector<int>)).starts_with("std::vector<int"));
  CHECK(type_name(typeid(std::string)).starts_with("std::"));
}

TEST(template_keeps_its_argument) {
  CHECK(type_name(typeid(toy::inner::Box<int>)) == "Box<int>");
  CHECK(type_name(typeid(toy::inner::Box<Local>)) == "Box<Local>");
}

TEST(reads_the_names_of_parameters, (std::string text, Names names),
     cases(row("()", Names{}).id("none"), row("(Etcd& etcd)", Names{"etcd"}).id("one"),
           row("(Etcd& etcd, int n)", Names{"etcd", "n"}).id("two"),
           row("(Etcd&, int)", Names{"", ""}).id("unnamed"),
           row("(std::map<int, int> map, const Etcd& e)", Names{"map", "e"}).id("template"),
           row("( Etcd &etcd , int  n )", Names{"etcd", "n"}).id("spaces"),
           row("(int (*call)(int, int))", Names{""}).id("function"))) {
  CHECK(parameter_names(text) == names);
}

TEST(nearer_definition_is_greater) {
  const std::string test = "tests/unit/deep/test_unit_x_y.cpp";
  const auto library = nearness("src/fixtures/services.cpp", test);
  const auto root = nearness("tests/conftest.cpp", test);
  const auto folder = nearness("tests/unit/conftest.cpp", test);
  const auto deep = nearness("tests/unit/deep/conftest.cpp", test);
  const auto own = nearness(test, test);
  REQUIRE((library && root && folder && deep && own));
  CHECK(*library < *root);
  CHECK(*root < *folder);
  CHECK(*folder < *deep);
  CHECK(*deep < *own);
}

TEST(definition_elsewhere_is_out_of_sight, (std::string definition),
     cases("tests/e2e/conftest.cpp", "tests/unit/test_unit_x_z.cpp", "tests/un/conftest.cpp",
           "tests/unit/deep/conftest.cpp")) {
  CHECK(nearness(definition, "tests/unit/test_unit_x_y.cpp") == std::nullopt);
}
