// What is said of tests that ran several times.
#include <string>
#include <vector>

#include "conftest.hpp"
#include "report_test_utils.hpp"
#include "testing/report/repetitions.hpp"

using namespace report_test;
using dyntest::report::Paths;
using dyntest::report::Repetitions;
using dyntest::report::Writer;

namespace {

constexpr const char* file = "tests/unit/test_unit_kv_x.cpp";

// `name` ran so often, and failed the first few times.
struct Ran {
  std::string name;
  std::uint32_t runs;
  std::uint32_t failures;
};

std::string told(const std::vector<Ran>& tests) {
  Repetitions repetitions;
  std::vector<Item> items;
  for (const auto& [name, runs, failures] : tests) items.push_back(item(file, name));
  for (std::size_t test = 0; test < tests.size(); ++test)
    for (items[test].repetition = 1; items[test].repetition <= tests[test].runs;
         ++items[test].repetition)
      repetitions.test_finished(items[test], items[test].repetition <= tests[test].failures);
  Writer writer{40, false};
  repetitions.write(writer, Paths{"/r", "/r"});
  return writer.take();
}

const std::string head = "============= repetitions ==============\n";

}  // namespace

TEST(nothing_is_said_where_nothing_ran_twice) {
  Repetitions repetitions;
  const Item once = item(file, "once");
  repetitions.test_finished(once, true);
  Writer writer{40, false};
  repetitions.write(writer, Paths{});
  CHECK(writer.take() == "");
}

TEST(each_that_failed_is_named) {
  CHECK(told({{"a", 1, 1}, {"b", 1000, 3}}) ==
        head + "tests/unit/test_unit_kv_x.cpp::a: 1 of 1 run failed (100 %)\n" +
            "tests/unit/test_unit_kv_x.cpp::b: 3 of 1000 runs failed (0.3 %)\n");
}

// 1 - 0.05^(1/1000) = 0.2991 %; of several the one that ran least counts.
TEST(those_that_never_failed_are_counted, (std::vector<Ran> tests, std::string text),
     cases(row(std::vector<Ran>{{"a", 1000, 0}},
               "1 test never failed in 1000 runs: less than 0.3 % of runs fail, with 95 % "
               "confidence\n")
               .id("one"),
           row(std::vector<Ran>{{"a", 3, 0}, {"b", 2, 0}, {"c", 4, 0}},
               "3 tests never failed in 2 runs each: less than 78 % of runs fail, with 95 % "
               "confidence\n")
               .id("several"))) {
  CHECK(told(tests) == head + text);
}
