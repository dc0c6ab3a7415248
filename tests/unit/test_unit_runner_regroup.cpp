// Expected orders are pytest 9.2's for the same suites.
#include <string>
#include <vector>

#include "conftest.hpp"
#include "testing/runner/regroup.hpp"

using dyntest::model::Item;
using dyntest::model::Scope;
using dyntest::runner::regrouped;

namespace {

Item item(const std::string& name, std::vector<dyntest::model::SharedRow> rows = {}) {
  Item made;
  made.name = name;
  made.shared_rows = std::move(rows);
  return made;
}

std::string order(const std::vector<Item>& items) {
  std::string names;
  for (const auto index : regrouped(items)) names += items[index].name + " ";
  return names;
}

}  // namespace

TEST(tests_without_wide_rows_keep_their_order) {
  CHECK(order({item("b"), item("a"), item("c")}) == "b a c ");
}

TEST(two_tests_are_never_moved) {
  CHECK(order({item("a"), item("b", {{Scope::session, "x"}})}) == "a b ");
}

TEST(users_of_a_row_come_together) {
  const std::vector<Item> items{
      item("a1", {{Scope::session, "1"}}), item("a2", {{Scope::session, "2"}}), item("plain"),
      item("b1", {{Scope::session, "1"}}), item("b2", {{Scope::session, "2"}})};
  CHECK(order(items) == "a1 b1 a2 b2 plain ");
}

// pytest's documentation: a module fixture `mod1 mod2` and a function fixture `1 2`.
TEST(function_rows_stay_within_file_rows) {
  const std::vector<Item> items{item("0[1]"),
                                item("0[2]"),
                                item("1[mod1]", {{Scope::file, "mod1"}}),
                                item("1[mod2]", {{Scope::file, "mod2"}}),
                                item("2[mod1-1]", {{Scope::file, "mod1"}}),
                                item("2[mod1-2]", {{Scope::file, "mod1"}}),
                                item("2[mod2-1]", {{Scope::file, "mod2"}}),
                                item("2[mod2-2]", {{Scope::file, "mod2"}})};
  CHECK(order(items) == "0[1] 0[2] 1[mod1] 2[mod1-1] 2[mod1-2] 1[mod2] 2[mod2-1] 2[mod2-2] ");
}

TEST(file_rows_are_ordered_within_session_rows) {
  const auto test = [](const std::string& plane, const std::string& model) {
    return item(plane + model, {{Scope::session, plane}, {Scope::file, model}});
  };
  CHECK(order({test("t", "x"), test("t", "y"), test("n", "x"), test("n", "y"), test("t", "x")}) ==
        "tx tx ty nx ny ");
}
