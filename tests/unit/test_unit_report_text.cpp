// Widths, cuts and lines of text that is going to a terminal.
#include <string>

#include "conftest.hpp"
#include "testing/report/text.hpp"
#include "testing/report/utf8.hpp"
#include "testing/report/writer.hpp"

using namespace dyntest::report;

TEST(measures_text_in_columns, (std::string text, std::size_t width),
     cases(row("abc", 3u), row("\xc3\xa9t\xc3\xa9", 3u).id("accents"),
           row("\xe4\xb8\xad\xe6\x96\x87", 4u).id("chinese"), row("a\xcc\x81", 1u).id("combining"),
           row("\xf0\x9f\x98\x80", 2u).id("emoji"), row("\xff", 1u).id("not_utf8"),
           row("\x1b", 0u).id("control"))) {
  CHECK(display_width(text) == width);
}

TEST(cuts_text_where_it_does_not_fit) {
  CHECK(fitted("abcdef", 6).value() == "abcdef");
  CHECK(fitted("abcdef", 5).value() == "ab...");
  CHECK(fitted("\xe4\xb8\xad\xe6\x96\x87\xe5\xad\x97", 5).value() == "\xe4\xb8\xad...");
  CHECK(!fitted("abcdef", 2).has_value());
}

TEST(splits_text_into_lines) {
  CHECK(lines_of("").empty());
  CHECK(lines_of("a\n\nb\n").size() == 3u);
  CHECK(lines_of("a\nb").back() == "b");
}

TEST(reads_well_formed_code_points_only,
     (std::string text, bool valid, unsigned value, std::size_t size),
     cases(row("a", true, 0x61u, 1u), row("\xe2\x82\xac", true, 0x20acu, 3u).id("euro"),
           row("\xf4\x8f\xbf\xbf", true, 0x10ffffu, 4u).id("last"),
           row("\xf4\x90\x80\x80", false, 0xf4u, 1u).id("beyond_the_last"),
           row("\xc0\xaf", false, 0xc0u, 1u).id("overlong_2"),
           row("\xe0\x80\xaf", false, 0xe0u, 1u).id("overlong_3"),
           row("\xe2\x82", false, 0xe2u, 1u).id("cut_off"))) {
  const CodePoint point = first_code_point(text);
  CHECK(point.valid == valid);
  CHECK(static_cast<unsigned>(point.value) == value);
  CHECK(point.size == size);
}

TEST(fills_the_width_with_a_rule, (std::string title, std::string rule),
     cases(row("ab", "=== ab ===").id("even"), row("abc", "== abc ===").id("odd"),
           row("abcdefgh", "= abcdefgh =").id("too_long"))) {
  Writer writer{10, false};
  writer.rule('=', title);
  CHECK(writer.take() == rule + "\n");
}
