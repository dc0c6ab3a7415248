// What tests took, from run to run.
#include <fstream>

#include "conftest.hpp"
#include "testing/builtin/tmp_dir.hpp"
#include "testing/runner/past_costs.hpp"

using namespace dyntest;
using builtin::TmpDir;
using runner::PastCosts;
using schedule::Costs;

namespace {

model::Items tests(const std::vector<std::string>& names) {
  std::vector<model::Item> items;
  for (const auto& name : names) {
    items.emplace_back().file = "tests/unit/test_unit_router_a.cpp";
    items.back().name = name;
  }
  return model::Items{std::move(items)};
}

// A run of tests that took so many seconds.
Costs took(const std::vector<double>& seconds) {
  Costs costs{std::vector<std::optional<double>>(seconds.size())};
  for (std::size_t i = 0; i < seconds.size(); ++i) costs.learn(i, seconds[i]);
  return costs;
}

bool always(const std::string&) { return true; }
bool never(const std::string&) { return false; }

}  // namespace

TEST(what_took_a_while_is_remembered, (TmpDir& folder)) {
  PastCosts past;
  Costs costs = took({0.25, 0.0001});
  costs.learn_up("Etcd", model::Scope::folder, 0.5);
  costs.learn_down("Etcd", 0.125);
  past.learn(tests({"slow", "quick"}), costs);
  REQUIRE(past.write(folder.path()).has_value());
  const auto later = PastCosts::read(folder.path());
  const auto known = later.of(tests({"slow", "quick", "new"}),
                              [](const std::string& id) { return !id.ends_with("new"); });
  CHECK(known.of(0) == 0.25);
  CHECK(known.is_known(1));
  CHECK(known.of(1) == 0.0);
  CHECK(!known.is_known(2));
  REQUIRE(known.fixture("Etcd") != nullptr);
  CHECK((*known.fixture("Etcd") == schedule::FixtureCost{model::Scope::folder, 0.5, 0.125}));
}

TEST(nothing_is_known_before_the_first_run, (TmpDir& folder)) {
  CHECK(!PastCosts::read(folder.path()).of(tests({"a"}), always).is_known(0));
}

TEST(what_took_about_as_long_is_not_written_again, (TmpDir& folder)) {
  PastCosts past;
  past.learn(tests({"a"}), took({1.0}));
  REQUIRE(past.write(folder.path()).has_value());
  auto later = PastCosts::read(folder.path());
  std::filesystem::remove(folder / "durations.json");
  later.learn(tests({"a"}), took({1.1}));
  REQUIRE(later.write(folder.path()).has_value());
  CHECK(!exists(folder / "durations.json"));
  later.learn(tests({"a"}), took({1.5}));
  CHECK(later.of(tests({"a"}), never).of(0) == 1.5);
}

TEST(a_run_of_quick_tests_writes_nothing, (TmpDir& folder)) {
  PastCosts past;
  past.learn(tests({"a"}), took({0.0005}));
  REQUIRE(past.write(folder.path()).has_value());
  CHECK(std::filesystem::is_empty(folder.path()));
}

TEST(garbage_is_as_nothing, (TmpDir& folder, std::string text),
     cases("", "{", "[]", R"({"tests":{"a":"b"},"fixtures":{}})")) {
  std::ofstream{folder / "durations.json"} << text;
  CHECK(!PastCosts::read(folder.path()).of(tests({"a"}), always).is_known(0));
}

TEST(an_unwritable_folder_is_an_error, (TmpDir& folder)) {
  std::ofstream{folder / "file"} << "a file where a folder should be";
  PastCosts past;
  past.learn(tests({"a"}), took({1.0}));
  CHECK(!past.write(folder / "file").has_value());
}
