#include <string>
#include <vector>

#include "conftest.hpp"

enum class Mode { agg = 1, disagg };

struct Point {
  int x;
};

TEST(numbers, (int n), cases(1, -2, 3)) { CHECK(n != 0); }

TEST(mixed, (bool b, double d, char c, std::string s, Mode m),
     cases(row(true, 1.5, 'x', "s p", Mode::agg), row(false, 0.1, 'y', "\xc3\xa9\n", Mode::disagg),
           row(true, 2.0, 'z', "a/b::c[d]", Mode::agg).id("named"))) {
  CHECK((b || d < 1 || c == 'x' || s.empty() || m == Mode::disagg));
}

TEST(without_a_short_form, (Point p), cases(Point{1}, Point{2})) { CHECK(p.x > 0); }

TEST(equal_values, (int n), cases(1, 1)) { CHECK(n == 1); }

TEST(equal_texts, (std::string s), cases("a", "a", "b1", "b1")) { CHECK(!s.empty()); }

TEST(long_text, (std::string s), cases(std::string(120, 'x'))) { CHECK(s.size() == 120u); }

TEST(empty_text, (std::string s), cases("")) { CHECK(s.empty()); }

TEST(product, (std::string s, int n), cases("x", "y"), cases(1, 2)) {
  CHECK(s.size() == 1u);
  CHECK(n > 0);
}

TEST(from_a_range, (int n), cases_from(std::vector<int>{10, 20})) { CHECK(n % 10 == 0); }

TEST(row_marks, (int n),
     cases(row(1), row(2).marks(skip("not two")), row(3).marks(xfail("three")))) {
  CHECK(n != 3);
}
