// [[guest]] of dyntest.toml, and which of our marks the tests of a guest have.
#include <string>
#include <vector>

#include "conftest.hpp"
#include "testing/select/config.hpp"
#include "testing/select/guest.hpp"

using dyntest::model::Item;
using dyntest::model::MarkDeclaration;
using namespace dyntest::select;

namespace {

using Texts = std::vector<std::string>;

const std::vector<MarkDeclaration> declared{
    {"slow", "", "execution"}, {"network", "", "execution"}, {"gpu(n)", "", "resource"}};

Guest guest_with(std::map<std::string, Texts> marks) {
  Guest guest;
  guest.path = "bin/router";
  guest.marks = std::move(marks);
  guest.origin = "dyntest.toml:3";
  return guest;
}

// The marks of Router.SlowPath, which comes with the labels `net` and `network`.
Texts marks_of(const std::map<std::string, Texts>& marks) {
  Item item;
  item.file = "bin/router";
  item.class_name = "Router";
  item.name = "SlowPath";
  item.marks = {{"net", {}}, {"network", {}}};
  give_marks(item, guest_with(marks), plain_marks(declared));
  Texts names;
  for (const auto& mark : item.marks) names.push_back(mark.name);
  return names;
}

}  // namespace

TEST(a_guest_is_read) {
  const auto config = parse_config(R"([[guest]]
kind = "googletest"
path = "{build_dir}/bin/router"
[guest.marks]
"Slow*" = ["slow"]
)");
  REQUIRE(config.has_value());
  REQUIRE(config->guests.size() == 1);
  const auto& guest = config->guests[0];
  CHECK(guest.kind == GuestKind::googletest);
  CHECK(guest.name() == "bin/router");
  CHECK(guest.place("/root", "/build") == "/build/bin/router");
  CHECK(guest.marks.at("Slow*") == Texts{"slow"});
  CHECK(guest.origin == "dyntest.toml:1");
}

TEST(a_guest_is_found_from_the_root_on, (std::string path, std::string name, std::string place),
     cases(row("bin/x", "bin/x", "/root/bin/x"), row("./py/", "py", "/root/py"),
           row("../y", "../y", "/y"), row("/z", "/z", "/z"))) {
  Guest guest;
  guest.path = path;
  CHECK(guest.name() == name);
  CHECK(guest.place("/root", "/build") == place);
}

TEST(a_mistake_in_a_guest_is_one_line, (std::string text, std::string error),
     cases(row("[guest]\n", "1:1: 'guest' must be a list of tables: [[guest]]").id("table"),
           row("[[guest]]\nkind = 'gtest'\n",
               "2:8: 'kind' must be googletest, catch2, doctest or pytest")
               .id("kind"),
           row("[[guest]]\npath = 'x'\n", "1: a guest needs 'kind'").id("no_kind"),
           row("[[guest]]\nkind = 'googletest'\n", "1: a guest needs 'path'").id("no_path"),
           row("[[guest]]\npaths = 'x'\n", "2: unknown key 'paths'; did you mean path?").id("key"),
           row("[[guest]]\nmarks = ['slow']\n", "2:9: 'marks' must be a table of lists of marks")
               .id("marks"),
           row("[[guest]]\ntimeout = 3\n", "2: unknown key 'timeout'").id("rule"))) {
  const auto config = parse_config(text);
  REQUIRE(!config.has_value());
  CHECK(config.error().text() == "dyntest.toml:" + error);
}

TEST(labels_that_are_declared_marks_come_along) { CHECK(marks_of({}) == Texts{"network"}); }

TEST(a_mark_with_values_stays) {
  Item item;
  item.marks = {{"depends_on", {}}, {"depends_on", {{"test", "logs_in"}}}};
  give_marks(item, guest_with({}), plain_marks(declared));
  REQUIRE(item.marks.size() == 1);
  CHECK(item.marks[0].arguments.size() == 1);
}

TEST(a_pattern_gives_marks, (std::string pattern, bool fits),
     cases(row("Router.*", true).id("name"), row("SlowPath", false).id("part"),
           row("bin/router::Router::S*", true).id("node_id"), row("[net]", true).id("label"),
           row("[n?t]", true).id("wild_label"), row("[slow]", false).id("other_label"))) {
  CHECK(marks_of({{pattern, {"slow"}}}) == (fits ? Texts{"network", "slow"} : Texts{"network"}));
}

TEST(a_mark_is_given_once) {
  CHECK(marks_of({{"*", {"slow", "network"}}, {"Router*", {"slow"}}}) == Texts{"network", "slow"});
}

TEST(marks_in_a_map_must_be_declared_and_plain, (std::string mark, std::string error),
     cases(row("slo",
               "unknown mark 'slo' for \"A*\"; did you mean slow? (dyntest --markers lists them)"),
           row("gpu", "mark 'gpu' for \"A*\" takes values: say it in an [[override]]"),
           row("gpu(1)", "mark 'gpu(1)' for \"A*\" takes values: say it in an [[override]]"))) {
  const auto checked = check_guest_marks(guest_with({{"A*", {mark}}}), declared);
  REQUIRE(!checked.has_value());
  CHECK(checked.error().text() == "dyntest.toml:3: " + error);
}

TEST(a_map_of_declared_marks_is_fine) {
  CHECK(check_guest_marks(guest_with({{"A*", {"slow", "network"}}}), declared).has_value());
}
