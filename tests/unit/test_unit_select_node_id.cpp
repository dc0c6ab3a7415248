// Command-line arguments and what they select. Error texts are those that pytest 9.2 prints.
#include <string>
#include <vector>

#include "conftest.hpp"
#include "testing/select/node_id.hpp"

using namespace dyntest::select;
using dyntest::model::Item;

namespace {

using Texts = std::vector<std::string>;

const std::string store = "tests/unit/test_unit_kv_store.cpp";
const std::string chat = "tests/e2e/test_e2e_chat_stream.cpp";

std::vector<Item> suite() {
  std::vector<Item> items;
  const auto add = [&items](const std::string& file, std::string class_name, std::string name,
                            std::string parameters) {
    Item item;
    item.file = file;
    item.class_name = std::move(class_name);
    item.name = std::move(name);
    item.has_parameters = !parameters.empty();
    item.parameters = std::move(parameters);
    items.push_back(std::move(item));
  };
  add(chat, "", "streams", "");
  add(store, "TestStore", "puts", "etcd");
  add(store, "TestStore", "puts", "mem");
  add(store, "", "plain", "");
  return items;
}

OnDisk disk(const std::filesystem::path& path) {
  const std::string text = path.string();
  if (text.ends_with(".cpp") && text.find("missing") == std::string::npos) return OnDisk::file;
  const bool folder =
      text == "/suite" || text == "/suite/tests" || text.ends_with("unit") || text.ends_with("e2e");
  return folder ? OnDisk::folder : OnDisk::nothing;
}

std::string error_of(const std::string& argument) {
  const auto parsed = parse_argument(argument, "/suite", disk);
  return parsed ? "no error" : parsed.error().text();
}

Selected select_from(const std::string& folder, const Texts& texts) {
  std::vector<NodeArgument> arguments;
  for (const std::string& text : texts) {
    const auto parsed = parse_argument(text, folder, disk);
    REQUIRE(parsed.has_value());
    arguments.push_back(*parsed);
  }
  return select_items(suite(), without_overlap(std::move(arguments)), "/suite");
}

// The numbers of the selected items, in order: `0 3`.
std::string selected(const Texts& texts, const std::string& folder = "/suite") {
  std::string numbers;
  for (const std::size_t item : select_from(folder, texts).items) {
    numbers += (numbers.empty() ? "" : " ") + std::to_string(item);
  }
  return numbers;
}

}  // namespace

TEST(selects_what_an_argument_names, (std::string argument, std::string items),
     cases(row("tests", "0 1 2 3").id("folder"), row("tests/", "0 1 2 3").id("slash"),
           row(".", "0 1 2 3").id("here"), row("tests/unit", "1 2 3").id("inner_folder"),
           row(store, "1 2 3").id("file"), row("./tests/e2e/../unit", "1 2 3").id("detour"),
           row("/suite/" + chat, "0").id("absolute"), row(store + "::TestStore", "1 2").id("class"),
           row(store + "::TestStore::puts", "1 2").id("all_parameters"),
           row(store + "::TestStore::puts[mem]", "2").id("parameters"),
           row(store + "::plain", "3").id("plain"))) {
  CHECK(selected({argument}) == items);
}

TEST(selects_everything_without_arguments) { CHECK(selected({}) == "0 1 2 3"); }

TEST(keeps_the_order_of_arguments) { CHECK(selected({store + "::plain", chat}) == "3 0"); }

TEST(runs_nothing_twice) {
  CHECK(selected({store + "::plain", "tests"}) == "0 1 2 3");
  CHECK(selected({store, store}) == "1 2 3");
  CHECK(selected({store + "::TestStore::puts[mem]", store + "::TestStore", chat}) == "1 2 0");
}

TEST(takes_paths_from_where_the_user_stands) {
  CHECK(selected({"test_unit_kv_store.cpp::plain"}, "/suite/tests/unit") == "3");
  CHECK(selected({"../e2e"}, "/suite/tests/unit") == "0");
}

TEST(takes_any_text_within_brackets) {
  const auto parsed = parse_argument(store + "::t[a/b::c[d]]", "/suite", disk);
  REQUIRE(parsed.has_value());
  CHECK(parsed->parts == Texts{"t"});
  CHECK(parsed->parameters.value_or("none") == "[a/b::c[d]]");
}

TEST(
    refuses_an_argument_that_names_nothing, (std::string argument, std::string error),
    cases(row("missing.cpp::x", "file or directory not found: missing.cpp::x").id("path"),
          row(store + "[x]", "path cannot contain [] parametrization: " + store + "[x]").id("file"),
          row("tests::x", "directory argument cannot contain :: selection parts: tests::x")
              .id("folder"))) {
  CHECK(error_of(argument) == error);
}

// A guest's test has whatever name its framework allows.
TEST(takes_apart_any_name_of_a_guest, (std::string argument, std::string expected),
     cases(row("TestA", "0"), row("TestA::TestB", "0"), row("TestA::TestB::test_c", "0"),
           row("TestA::TestB::test_c[x::y]", "0"), row("TestA::TestB::test_c[x]", ""),
           row("TestB", ""), row("a [b] c::d", "1"), row("a [b] c", ""))) {
  std::vector<Item> items(2);
  items[0].file = items[1].file = store;
  items[0].class_name = "TestA::TestB";
  items[0].name = "test_c";
  items[0].has_parameters = true;
  items[0].parameters = "x::y";
  items[1].name = "a [b] c::d";
  const auto parsed = parse_argument(store + "::" + argument, "/suite", disk);
  REQUIRE(parsed.has_value());
  std::string found;
  for (const auto index : select_items(items, {*parsed}, "/suite").items)
    found += std::to_string(index);
  CHECK(found == expected);
}

TEST(hints_at_what_may_have_been_meant, (std::string member, std::string rest),
     cases(row("plian",
               "plian\n(no match in any of [<File test_unit_kv_store.cpp>])\n"
               "did you mean " +
                   store + "::plain?")
               .id("name"),
           row("TestStore::put",
               "TestStore::put\n(no match in any of [<Class TestStore>])\n"
               "did you mean " +
                   store + "::TestStore::puts?")
               .id("method"),
           row("puts",
               "puts\n(no match in any of [<File test_unit_kv_store.cpp>])\n"
               "did you mean " +
                   store + "::TestStore::puts?")
               .id("class_left_out"),
           row("TestStore::puts[men]",
               "TestStore::puts\n(no match in any of [<Class TestStore>])\n"
               "did you mean " +
                   store + "::TestStore::puts[mem]?")
               .id("parameters"),
           row("zebra", "zebra\n(no match in any of [<File test_unit_kv_store.cpp>])").id("far"))) {
  CHECK(select_from("/suite", {store + "::" + member}).errors ==
        Texts{"not found: /suite/" + store + "::" + rest});
}

TEST(does_not_find_a_file_that_is_not_in_the_suite) {
  CHECK(select_from("/suite", {"tests/unit/conftest.cpp"}).errors ==
        Texts{"not found: /suite/tests/unit/conftest.cpp\n(no match in any of [<Dir unit>])"});
}

TEST(lets_a_folder_be_empty) {
  const Selected none = select_from("/suite", {"tests/unit/e2e"});
  CHECK(none.items.empty());
  CHECK(none.errors.empty());
}

TEST(file_is_covered_by_itself_its_folders_and_nothing_said,
     (std::vector<std::string> given, bool covered),
     cases(row(Texts{}, true).id("nothing_said"), row(Texts{"tests/e2e"}, true).id("folder"),
           row(Texts{"tests/unit", chat + "::streams"}, true).id("test_of_it"),
           row(Texts{"tests/unit"}, false).id("other_folder"),
           row(Texts{store}, false).id("other_file"))) {
  std::vector<NodeArgument> arguments;
  for (const auto& text : given) arguments.push_back(parse_argument(text, "/suite", disk).value());
  CHECK(covers_file(arguments, "/suite/" + chat) == covered);
}
