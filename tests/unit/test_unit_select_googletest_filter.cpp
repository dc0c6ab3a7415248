// --gtest_filter.
#include <string>

#include "conftest.hpp"
#include "testing/select/googletest_filter.hpp"

using dyntest::select::GoogleTestFilter;

TEST(a_filter_matches_whole_names, (std::string filter, std::string name, bool matches),
     cases(row("A.x", "A.x", true).id("name"), row("A.x", "A.xy", false).id("longer"),
           row("A.xy", "A.x", false).id("shorter"), row("a.x", "A.x", false).id("case"),
           row("*", "A.x", true).id("any"), row("A.*", "A.x", true).id("suite"),
           row("A.*", "B/A.x", false).id("beginning"), row("*A.*", "B/A.x", true).id("inside"),
           row("A.?", "A.x", true).id("one"), row("A.?", "A.xy", false).id("one_of_two"),
           row("A.?", "A.", false).id("one_of_none"), row("*x*y", "A.xaxby", true).id("again"),
           row("*x*y", "A.xyz", false).id("end"), row("**", "A.x", true).id("twice"),
           row("A.[x]", "A.x", false).id("brackets"), row("", "A.x", false).id("nothing"))) {
  CHECK(GoogleTestFilter{filter}.matches(name) == matches);
}

TEST(patterns_stand_between_colons, (std::string name, bool matches),
     cases(row("A.x", true), row("B.y", true), row("B.x", true), row("A.y", false))) {
  CHECK(GoogleTestFilter{"A.x:B.*::"}.matches(name) == matches);
}

TEST(what_follows_the_first_minus_is_taken_out, (std::string name, bool matches),
     cases(row("A.x", true), row("A.y", false), row("A.z1", false), row("B.x", false))) {
  CHECK(GoogleTestFilter{"A.*-A.y:A.z*"}.matches(name) == matches);
}

TEST(a_minus_at_the_beginning_takes_out_of_all) {
  const GoogleTestFilter filter{"-A.*"};
  CHECK(filter.matches("B.x"));
  CHECK(!filter.matches("A.x"));
}

TEST(knows_whether_it_lists_names, (std::string filter, bool lists),
     cases(row("A.x", true), row("A.x:B.y", true), row("A.*", false), row("A.?", false),
           row("A.x-B.y", false), row("A.x:B.*", false), row("", false), row("*", false))) {
  CHECK(GoogleTestFilter{filter}.lists_names() == lists);
}
