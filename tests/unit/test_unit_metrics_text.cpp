// The text of a /metrics page: what it means, and what is wrong with it.
#include <chrono>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "conftest.hpp"
#include "kit/metrics/exposition.hpp"
#include "testing/property/property.hpp"

using namespace dyntest::metrics;
using std::chrono::milliseconds;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

Metrics read(std::string_view text, Format format = Format::prometheus) {
  auto metrics = parse(text, format);
  REQUIRE(metrics.has_value());
  return *std::move(metrics);
}

std::string error_of(std::string_view text, Format format = Format::prometheus) {
  const auto metrics = parse(text, format);
  return metrics ? "none" : metrics.error().text();
}

std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '\n')
      result += "\\n";
    else if (c == '\\' || c == '"')
      result += std::string{'\\'} + c;
    else
      result += c;
  }
  return result;
}

}  // namespace

TEST(a_page_is_read) {
  const auto metrics = read(R"(# HELP http_requests_total The total number of HTTP requests.
# TYPE http_requests_total counter
http_requests_total{method="post",code="200"} 1027 1395066363000
http_requests_total{method="post",code="400"}    3 1395066363000

# A comment.
metric_without_timestamp_and_labels 12.47
something_weird{problem="division by zero"} +Inf -3982045
)");
  REQUIRE(metrics.families().size() == 3u);
  const auto& requests = metrics.families()[0];
  CHECK(requests.name == "http_requests_total");
  CHECK(requests.kind == Kind::counter);
  CHECK(requests.help == "The total number of HTTP requests.");
  REQUIRE(requests.samples.size() == 2u);
  CHECK(requests.samples[0] == Sample{"http_requests_total",
                                      {{"method", "post"}, {"code", "200"}},
                                      1027,
                                      milliseconds{1395066363000}});
  CHECK(metrics.value("metric_without_timestamp_and_labels") == 12.47);
  CHECK(metrics.families()[1].kind == Kind::untyped);
  CHECK(metrics.value("something_weird") == infinity);
  CHECK(metrics.samples("something_weird")[0].time == milliseconds{-3982045});
}

TEST(samples_of_histograms_and_summaries_belong_together) {
  const auto metrics = read(R"(# TYPE h histogram
h_bucket{le="1"} 2
h_bucket{le="+Inf"} 3
h_sum 4
h_count 3
# TYPE s summary
s{quantile="0.5"} 7
s_sum 8
s_count 9
)");
  REQUIRE(metrics.families().size() == 2u);
  CHECK(metrics.family("h")->samples.size() == 4u);
  CHECK(metrics.family("s")->samples.size() == 3u);
  CHECK(metrics.histogram("h") == Histogram{{{1, 2}, {infinity, 3}}, 4, 3});
  CHECK(metrics.value("s", {{"quantile", "0.5"}}) == 7);
}

TEST(blanks_and_commas_are_free) {
  const auto metrics = read("  x \t{ a = \"1\" ,b=\"2\", }\t 3   4 \n \n\t# TYPE y gauge \ny 1\n");
  CHECK(metrics.samples("x") ==
        std::vector<Sample>{{"x", {{"a", "1"}, {"b", "2"}}, 3, milliseconds{4}}});
  CHECK(metrics.family("y")->kind == Kind::gauge);
}

TEST(values_are_those_of_go, (std::string text, double value),
     cases(row("1", 1.0), row("-1.5e3", -1500.0), row(".5", 0.5), row("+7", 7.0),
           row("+Inf", infinity), row("Inf", infinity), row("-Inf", -infinity),
           row("1e308", 1e308))) {
  CHECK(read("x " + text + "\n").value("x") == value);
}

TEST(not_a_number_is_a_value) { CHECK(std::isnan(read("x NaN\n").value("x"))); }

TEST(escapes_are_undone) {
  const auto metrics = read("# HELP x a\\nb\\\\c\\d\nx{path=\"C:\\\\a\\nb\\\"c\\d\"} 1\n");
  CHECK(metrics.family("x")->help == "a\nb\\c\\d");
  CHECK(metrics.samples("x")[0].label("path") == "C:\\a\nb\"c\\d");
}

PROPERTY(any_label_value_survives, (std::string value)) {
  const auto metrics = read("x{a=\"" + escaped(value) + "\"} 1\n");
  CHECK(metrics.samples("x")[0].label("a") == value);
  CHECK(metrics.samples("x")[0].series() == "x{a=\"" + escaped(value) + "\"}");
}

PROPERTY(any_number_survives, (double value)) {
  CHECK(read("x " + std::to_string(value) + "\n").value("x") == std::stod(std::to_string(value)));
}

// Whatever comes: values, or an error that names a line.
PROPERTY(no_text_does_harm, (std::string noise)) {
  const std::string page = "# TYPE x counter\nx{a=\"b\",c=\"d\"} 1 2\n";
  const auto at = *rc::gen::inRange<std::size_t>(0, page.size());
  for (const auto format : {Format::prometheus, Format::openmetrics}) {
    const auto error = error_of(page.substr(0, at) + noise + page.substr(at), format);
    CHECK((error == "none" || error.starts_with("line ") || error == "there is no line # EOF"));
  }
}

TEST(a_wrong_line_is_named, (std::string line, std::string error),
     cases(row("1x 2", "expected a metric's name: 1x 2").id("name"),
           row("x", "there is no value: x").id("value"),
           row("x{a=\"b\"}", "there is no value: x{a=\"b\"}").id("labels_only"),
           row("x 1.2.3", "no number: 1.2.3").id("number"),
           row("x 1e999", "no number: 1e999").id("too_large"),
           row("x nan(1)", "no number: nan(1)").id("nan"),
           row("x ++1", "no number: ++1").id("signs"),
           row("x 1 2.5", "no time in milliseconds: 2.5").id("time"),
           row("x 1 2 3", "expected the end of the line: 3").id("end"),
           row("x 1 # {a=\"b\"} 1", "no time in milliseconds: #").id("exemplar"),
           row("x{a=\"b} 1", "a label's value does not end: a=\"b} 1").id("open_quote"),
           row("x{a=\"b\\", "a label's value does not end: a=\"b\\").id("open_escape"),
           row("x{a=b} 1", "a label's value does not begin with '\"': a=b} 1").id("no_quote"),
           row("x{a} 1", "expected '=' behind a label's name: a} 1").id("no_equals"),
           row("x{1=\"b\"} 1", "expected a label's name or '}': 1=\"b\"} 1").id("label_name"),
           row("x{a=\"b\"", "expected ',' or '}' behind a label: a=\"b\"").id("open_brace"),
           row("x{a=\"b\" c=\"d\"} 1", "expected ',' or '}' behind a label: a=\"b\" c=\"d\"} 1")
               .id("no_comma"),
           row("x{a=\"1\",a=\"2\"} 1", "label a is there twice: {a=\"1\",a=\"2\"} 1").id("twice"),
           row("# TYPE x number", "x has no type that is known: number").id("type"),
           row("# TYPE y gauge", "a second TYPE of y").id("second_type"),
           row("# HELP y more", "a second HELP of y").id("second_help"),
           row("# TYPE z gauge", "the TYPE of z comes behind its samples").id("late_type"),
           row("# TYPE", "expected a metric's name: # TYPE").id("type_of_nothing"),
           row("z 2", "z is there twice").id("series"),
           row("w{b=\"2\",a=\"1\"} 2", "w{b=\"2\",a=\"1\"} is there twice").id("labels_turned"))) {
  const std::string before = "# HELP y why\n# TYPE y gauge\nz 1\nw{a=\"1\",b=\"2\"} 1\n";
  CHECK(error_of(before + line + "\n") == "line 5: " + error);
}

TEST(a_cut_page_is_an_error) {
  CHECK(error_of("x 1\ny 12") == "line 2: the last line has no line break, so it may be cut: y 12");
  CHECK(error_of("") == "none");
}

TEST(openmetrics_is_read) {
  const auto metrics = read(R"(# TYPE requests counter
# UNIT requests requests
# HELP requests All.
requests_total{a="b"} 7 1.5 # {trace_id="KOO5S4vxi0o"} 0.67 1520879607.789
requests_created{a="b"} 1520430000.123
# TYPE build info
build_info{version="1"} 1
# TYPE h histogram
h_bucket{le="+Inf"} 1 # {} 0.5
h_count 1
h_sum 0.5
# TYPE u unknown
u 1
# EOF
)",
                            Format::openmetrics);
  REQUIRE(metrics.families().size() == 4u);
  CHECK(metrics.family("requests")->kind == Kind::counter);
  CHECK(metrics.family("requests")->samples.size() == 2u);
  CHECK(metrics.value("requests_total") == 7);
  CHECK(metrics.samples("requests_total")[0].time == milliseconds{1500});
  CHECK(metrics.value("build_info", {{"version", "1"}}) == 1);
  CHECK(metrics.histogram("h").count == 1);
}

TEST(openmetrics_has_an_end) {
  CHECK(error_of("x 1\n", Format::openmetrics) == "there is no line # EOF");
  CHECK(error_of("x 1\n# EOF", Format::openmetrics) == "none");
  CHECK(error_of("# EOF\nx 1\n", Format::openmetrics) ==
        "line 2: there is something behind # EOF: x 1");
}
