// Questions about one page, and about two.
#include <string>
#include <vector>

#include "conftest.hpp"
#include "kit/metrics/exposition.hpp"

using namespace dyntest::metrics;

namespace {

Metrics read(std::string_view text) { return parse(text).value(); }

const Metrics page = read(R"(# TYPE requests_total counter
requests_total{model="a",status="success"} 3
requests_total{model="a",status="error"} 1
requests_total{model="b",status="success"} 5
# TYPE active gauge
active 2
# TYPE unused_total counter
# TYPE ttft histogram
ttft_bucket{model="a",le="1"} 1
ttft_bucket{model="a",le="+Inf"} 2
ttft_sum{model="a"} 4
ttft_count{model="a"} 2
ttft_bucket{model="b",le="1"} 3
ttft_bucket{model="b",le="+Inf"} 3
ttft_sum{model="b"} 1
ttft_count{model="b"} 3
)");

// What one page says, and then another.
double change(const std::string& type, const std::string& before, const std::string& after) {
  const std::string head = "# TYPE x " + type + "\n";
  return delta(read(head + before), read(head + after)).sum("x");
}

}  // namespace

TEST(a_value_is_that_of_one_sample) {
  CHECK(page.value("active") == 2);
  CHECK(page.value("requests_total", {{"model", "b"}}) == 5);
  CHECK(page.value("requests_total", {{"status", "error"}, {"model", "a"}}) == 1);
}

TEST(a_sum_is_that_of_all_that_fit) {
  CHECK(page.sum("requests_total") == 9);
  CHECK(page.sum("requests_total", {{"model", "a"}}) == 4);
  CHECK(page.sum("requests_total", {{"model", "c"}}) == 0);
  CHECK(page.sum("unused_total") == 0);
}

TEST(an_empty_label_is_none) {
  CHECK(page.value("active", {{"model", ""}}) == 2);
  CHECK(!page.find("requests_total", {{"model", ""}}).has_value());
}

TEST(what_may_be_absent_can_be_looked_for) {
  CHECK(page.find("active") == 2.0);
  CHECK(page.find("requests_total", {{"model", "c"}}).value_or(0) == 0);
  CHECK(!page.find("nothing").has_value());
  CHECK(page.samples("nothing").empty());
}

TEST(a_value_that_is_not_there_names_what_is) {
  const auto error = CHECK_RAISES(NoSample, page.value("requests_total", {{"model", "c"}}));
  CHECK(error.message() ==
        R"(there is no requests_total{model="c"}; there are )"
        R"(requests_total{model="a",status="success"}, )"
        R"(requests_total{model="a",status="error"}, requests_total{model="b",status="success"})");
}

TEST(a_misspelt_name_is_told_from_zero) {
  const auto value = CHECK_RAISES(NoSample, page.value("request_total"));
  CHECK(value.message() == "there is no request_total; there is requests_total");
  CHECK_RAISES(NoSample, page.sum("request_total"));
  const auto other = CHECK_RAISES(NoSample, page.value("nothing"));
  CHECK(other.message() == "there is no nothing");
}

TEST(a_value_of_several_samples_is_refused) {
  const auto error = CHECK_RAISES(NoSample, page.value("requests_total", {{"model", "a"}}));
  CHECK(error.message() ==
        R"(2 samples are requests_total{model="a"}: say more labels, or sum(); there are )"
        R"(requests_total{model="a",status="success"}, requests_total{model="a",status="error"})");
  CHECK_RAISES(NoSample, page.find("requests_total"));
}

TEST(histograms_are_added_up) {
  const auto of_a = page.histogram("ttft", {{"model", "a"}});
  CHECK(of_a.buckets.size() == 2u);
  CHECK(of_a.sum == 4);
  const auto of_all = page.histogram("ttft");
  CHECK(of_all.buckets[0] == Bucket{1, 4});
  CHECK(of_all.buckets[1].count == 5);
  CHECK(of_all.count == 5);
  CHECK(of_all.mean() == 1);
  CHECK_RAISES(NoSample, page.histogram("ttft", {{"model", "c"}}));
  CHECK_RAISES(NoSample, page.histogram("active"));
}

TEST(a_bound_that_is_no_number_is_refused) {
  const auto odd = read("# TYPE h histogram\nh_bucket{le=\"x\"} 1\n");
  const auto error = CHECK_RAISES(NoSample, odd.histogram("h"));
  CHECK(error.message() == "h_bucket{le=\"x\"} has no bound `le` that is a number");
}

TEST(a_counter_has_risen_by_the_difference) {
  CHECK(change("counter", "x 3\n", "x 10\n") == 7);
  CHECK(change("counter", "x{a=\"1\"} 3\n", "x{a=\"1\"} 4\nx{a=\"2\"} 5\n") == 6);
  CHECK(change("counter", "x{a=\"1\",b=\"2\"} 3\n", "x{a=\"1\",b=\"2\"} 3\n") == 0);
}

TEST(a_counter_that_fell_began_anew) {
  CHECK(change("counter", "x 10\n", "x 3\n") == 3);
  CHECK(change("counter", "x{a=\"1\"} 10\nx{a=\"2\"} 10\n", "x{a=\"1\"} 3\nx{a=\"2\"} 11\n") == 4);
}

TEST(a_reset_is_named) {
  const auto before = read("# TYPE x counter\nx{a=\"1\"} 10\nx{a=\"2\"} 1\n");
  const auto after = read("# TYPE x counter\nx{a=\"1\"} 3\nx{a=\"2\"} 2\n");
  CHECK(delta(before, after).resets() == std::vector<std::string>{"x{a=\"1\"}"});
  CHECK(delta(before, before).resets().empty());
}

TEST(a_gauge_has_changed_by_the_difference) {
  CHECK(change("gauge", "x 10\n", "x 3\n") == -7);
  CHECK(change("untyped", "x 10\n", "x 3\n") == -7);
}

TEST(a_histogram_has_what_was_observed_in_between) {
  const std::string head = "# TYPE h histogram\n";
  const auto before = read(head +
                           "h_bucket{le=\"1\"} 5\nh_bucket{le=\"+Inf\"} 5\nh_sum 5\n"
                           "h_count 5\n");
  const auto after = read(head +
                          "h_bucket{le=\"1\"} 5\nh_bucket{le=\"+Inf\"} 9\nh_sum 13\n"
                          "h_count 9\n");
  const auto between = delta(before, after).histogram("h");
  CHECK(between.buckets[0].count == 0);
  CHECK(between.count == 4);
  CHECK(between.mean() == 2);
}

// One bucket has overtaken its old count already, the others have not.
TEST(a_histogram_begins_anew_as_a_whole) {
  const std::string head = "# TYPE h histogram\n";
  const auto before = read(head +
                           "h_bucket{le=\"1\"} 1\nh_bucket{le=\"+Inf\"} 9\nh_sum 3\n"
                           "h_count 9\n");
  const auto after = read(head +
                          "h_bucket{le=\"1\"} 4\nh_bucket{le=\"+Inf\"} 4\nh_sum 5\n"
                          "h_count 4\n");
  const auto between = delta(before, after);
  CHECK(between.histogram("h").buckets[0].count == 4);
  CHECK(between.histogram("h").sum == 5);
  CHECK(between.resets() == std::vector<std::string>{"h"});
}

TEST(a_summarys_quantiles_are_those_of_now) {
  const std::string head = "# TYPE s summary\n";
  const auto between = delta(read(head + "s{quantile=\"0.5\"} 7\ns_sum 8\ns_count 2\n"),
                             read(head + "s{quantile=\"0.5\"} 5\ns_sum 9\ns_count 4\n"));
  CHECK(between.value("s") == 5);
  CHECK(between.value("s_count") == 2);
}
