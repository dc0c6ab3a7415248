// Which tests a name in depends_on means, and what is said of names that mean none.
#include <string>
#include <utility>
#include <vector>

#include "conftest.hpp"
#include "testing/select/depends_on.hpp"

using dyntest::model::Item;
using dyntest::select::find_prerequisites;
using Indices = std::vector<std::size_t>;

namespace {

const std::string file = "tests/unit/test_unit_kv_x.cpp";

// `Class.name[row]`, of which only the name must be there.
Item item(std::string title, const std::vector<std::string>& depends_on = {},
          const std::string& path = file) {
  Item item;
  item.file = path;
  item.line = 7;
  if (const auto dot = title.find('.'); dot != std::string::npos) {
    item.class_name = title.substr(0, dot);
    title.erase(0, dot + 1);
  }
  if (const auto bracket = title.find('['); bracket != std::string::npos) {
    item.has_parameters = true;
    item.parameters = title.substr(bracket + 1, title.size() - bracket - 2);
    title.erase(bracket);
  }
  item.name = title;
  for (const auto& name : depends_on) item.marks.push_back({"depends_on", {{"test", name}}});
  return item;
}

std::vector<std::string> texts(const std::vector<Item>& items, bool whole = true) {
  std::vector<std::string> texts;
  for (const auto& error : find_prerequisites(items, whole).errors) {
    CHECK(error.path == file);
    texts.push_back(error.text);
  }
  return texts;
}

}  // namespace

TEST(without_the_mark_there_is_nothing) {
  const auto found = find_prerequisites({item("a"), item("b")}, true);
  CHECK(found.of.empty());
  CHECK(found.errors.empty());
}

// What each name means, said by the last of these tests.
TEST(a_name_means, (std::string name, Indices tests),
     cases(row("a", Indices{0}).id("a_test_of_the_file"),
           row("b", Indices{4}).id("a_test_of_the_class_first"),
           row("rows", Indices{2, 3}).id("all_rows"), row("rows[2]", Indices{3}).id("one_row"),
           row("TestC::b", Indices{4}).id("a_test_of_a_class"),
           row("TestD", Indices{5}).id("a_class"),
           row("tests/e2e/test_e2e_chat_y.cpp::a", Indices{6}).id("a_test_of_another_file"))) {
  const std::vector<Item> items{item("a"),
                                item("b"),
                                item("rows[1]"),
                                item("rows[2]"),
                                item("TestC.b"),
                                item("TestD.d"),
                                item("a", {}, "tests/e2e/test_e2e_chat_y.cpp"),
                                item("TestC.last", {name})};
  const auto found = find_prerequisites(items, true);
  CHECK(found.errors.empty());
  CHECK(found.of.back() == tests);
}

TEST(several_marks_add_up_in_their_order) {
  const auto found = find_prerequisites({item("a"), item("b"), item("c", {"b", "a", "b"})}, true);
  CHECK(found.of[2] == Indices{1, 0});
}

// So it can stand at a class or a file.
TEST(a_mark_that_names_its_own_test_says_nothing) {
  const auto found =
      find_prerequisites({item("a[1]", {"a"}), item("a[2]", {"a"}), item("b", {"a"})}, true);
  CHECK(found.errors.empty());
  CHECK(found.of == std::vector<Indices>{{}, {}, {0, 1}});
}

TEST(a_row_depends_on_another_one) {
  const auto found = find_prerequisites({item("a[1]"), item("a[2]", {"a[1]"})}, true);
  CHECK(found.of[1] == Indices{0});
}

TEST(an_unknown_name_is_an_error, (std::string name, std::string hint),
     cases(row("logs_inn", "; did you mean logs_in?").id("of_the_file"),
           row("opns", "; did you mean opens?").id("of_the_class"),
           row("logs_in[tpc]", "; did you mean logs_in[tcp]?").id("row"),
           row("streams", "; did you mean t/y.cpp::streams?").id("of_another_file"),
           row("t/y.cpp::strems", "; did you mean t/y.cpp::streams?").id("path"),
           row("zzz", "").id("nothing_like_it"))) {
  const std::vector<Item> items{item("logs_in[tcp]"), item("TestC.opens"),
                                item("streams", {}, "t/y.cpp"), item("TestC.last", {name})};
  CHECK(texts(items) == std::vector<std::string>{file + ":7: TestC::last depends on '" + name +
                                                 "', and there is no such test" + hint});
}

TEST(an_error_is_told_once_for_all_rows) {
  CHECK(texts({item("a[1]", {"x"}), item("a[2]", {"x"})}).size() == 1);
}

// An executable that is run by itself knows its own files only.
TEST(a_file_that_is_not_there_may_be_elsewhere) {
  CHECK(texts({item("a", {"t/y.cpp::streams"})}, false).empty());
  CHECK(texts({item("a", {file + "::streams"})}, false).size() == 1);
  CHECK(texts({item("a", {"t/y.cpp::streams"})}).size() == 1);
}

TEST(
    a_circle_is_an_error, (std::vector<Item> items, std::string circle),
    cases(row(std::vector{item("a", {"b"}), item("b", {"c"}), item("c", {"a"})}, "a -> b -> c -> a")
              .id("three"),
          row(std::vector{item("a[1]", {"a[1]"})}, "a[1] -> a[1]").id("itself"),
          row(std::vector{item("a", {"t/y.cpp::b"}), item("b", {file + "::a"}, "t/y.cpp")},
              "a -> t/y.cpp::b -> a")
              .id("two_files"))) {
  CHECK(texts(items) == std::vector<std::string>{file + ":7: tests wait for each other: " + circle +
                                                 "; take one of these depends_on away"});
}

// Whoever asks for two files only must be told of the circle in these.
TEST(each_circle_is_told_in_a_file_of_its_own) {
  const auto found = find_prerequisites(
      {item("a", {"t/b.cpp::b"}, "t/a.cpp"), item("b", {"t/c.cpp::c", "t/a.cpp::a"}, "t/b.cpp"),
       item("c", {"t/b.cpp::b"}, "t/c.cpp")},
      true);
  REQUIRE(found.errors.size() == 2);
  CHECK(found.errors[0].path == "t/b.cpp");
  CHECK(found.errors[1].path == "t/a.cpp");
}

TEST(many_ways_to_one_test_are_no_circle) {
  CHECK(texts({item("a"), item("b", {"a"}), item("c", {"a"}), item("d", {"b", "c"})}).empty());
}
