// Pages of real programs: etcd, the node exporter, and what a server may do wrong.
#include <cmath>
#include <string>
#include <utility>

#include "conftest.hpp"
#include "fixtures/http_server.hpp"
#include "foundation/net/port.hpp"
#include "kit/metrics/scraper.hpp"
#include "kit/services/programs.hpp"
#include "kit/services/service.hpp"

using namespace dyntest::metrics;
using dyntest::base::Result;
using dyntest::base::Status;
using dyntest::fixtures::Answer;
using dyntest::fixtures::HttpServer;
using dyntest::net::Port;
using dyntest::services::Launch;
using dyntest::services::Service;

namespace {

// A prometheus-node-exporter of the test's own, with the collectors that every machine has.
struct NodeExporter {
  Service service;
  std::string url;
};

Result<NodeExporter> start_exporter(const TmpDir& folder) {
  const auto program = dyntest::services::find_program("prometheus-node-exporter");
  if (!program) return program.error();
  auto port = Port::reserve();
  if (!port) return port.error();
  const std::string url = port->url("http") + "/metrics";
  Launch launch;
  launch.name = "prometheus-node-exporter";
  launch.folder = folder.path();
  launch.command.argv = {program->string(),
                         "--web.listen-address=" + port->address(),
                         "--collector.disable-defaults",
                         "--collector.loadavg",
                         "--collector.time",
                         "--collector.uname"};
  launch.ports.push_back(*std::move(port));
  launch.address = url;
  launch.probe = [url](Deadline deadline) -> Status {
    Scraper scraper{url};
    const auto page = scraper.scrape(deadline);
    if (!page) return page.error();
    return {};
  };
  auto service = Service::start(std::move(launch));
  if (!service) return service.error();
  return NodeExporter{*std::move(service), url};
}

// What a scrape of this answer throws, without method and url.
std::string failure(HttpServer& server, Answer answer) {
  server.on("GET", "/metrics").respond_once(std::move(answer));
  Scraper scraper{server.url() + "/metrics"};
  const auto error = CHECK_RAISES(Unavailable, scraper.scrape());
  const std::string text{error.message().data, error.message().size};
  const std::string asked = "GET " + scraper.url() + ": ";
  CHECK(text.starts_with(asked));
  return text.substr(asked.size());
}

}  // namespace

FIXTURE(NodeExporter, (TmpDir& folder)) {
  dyntest::fixtures::need("prometheus-node-exporter", "");
  return start_exporter(folder);
}

TEST(etcd_counts_what_is_asked_of_it, (MortalEtcd& etcd)) {
  Scraper scraper{etcd.endpoint() + "/metrics"};
  const auto before = scraper.scrape();
  etcd.put("a", "1");
  etcd.put("b", "2");
  const auto change = delta(before, scraper.scrape());
  CHECK(change.value("etcd_debugging_mvcc_put_total") == 2);
  CHECK(change.resets().empty());
}

TEST(etcd_shows_each_kind_of_metric, (Etcd& etcd)) {
  const auto metrics = Scraper{etcd.endpoint() + "/metrics"}.scrape();
  CHECK(metrics.families().size() > 100u);
  CHECK(metrics.family("etcd_server_has_leader")->kind == Kind::gauge);
  CHECK(metrics.value("etcd_server_has_leader") == 1);
  CHECK(metrics.family("process_cpu_seconds_total")->kind == Kind::counter);
  CHECK(metrics.family("go_gc_duration_seconds")->kind == Kind::summary);
  CHECK(metrics.family("etcd_disk_wal_fsync_duration_seconds")->kind == Kind::histogram);
}

TEST(histograms_of_etcd_are_whole, (MortalEtcd& etcd)) {
  etcd.put("metrics/a", "1");
  const auto metrics = Scraper{etcd.endpoint() + "/metrics"}.scrape();
  int seen = 0;
  for (const auto& family : metrics.families()) {
    if (family.kind != Kind::histogram || family.samples.empty()) continue;
    ++seen;
    const auto histogram = metrics.histogram(family.name);
    NOTE(family.name);
    CHECK(std::isinf(histogram.buckets.back().upper));
    CHECK(histogram.buckets.back().count == histogram.count);
    const double median = histogram.quantile(0.5);
    CHECK((histogram.count == 0) == std::isnan(median));
    if (histogram.count > 0) CHECK(median <= histogram.quantile(0.99));
  }
  CHECK(seen > 5);
}

TEST(a_counter_of_a_restarted_program_began_anew, (MortalEtcd& etcd)) {
  Scraper scraper{etcd.endpoint() + "/metrics"};
  for (int i = 0; i < 5; ++i) etcd.put("a", "1");
  const auto before = scraper.scrape();
  REQUIRE(etcd.service().restart());
  etcd.put("a", "1");
  const auto change = delta(before, scraper.scrape());
  CHECK(change.value("etcd_debugging_mvcc_put_total") < 5);
  CHECK(change.value("etcd_debugging_mvcc_put_total") >= 1);
  CHECK(!change.resets().empty());
}

TEST(the_node_exporter_is_read, (NodeExporter& exporter)) {
  Scraper scraper{exporter.url};
  const auto metrics = scraper.scrape();
  CHECK(metrics.value("node_load1") >= 0);
  CHECK(metrics.value("node_time_seconds") > 1.7e9);
  CHECK(metrics.value("node_uname_info", {{"sysname", "Linux"}}) == 1);
  CHECK(metrics.value("node_scrape_collector_success", {{"collector", "time"}}) == 1);
  CHECK(metrics.sum("node_scrape_collector_success") == 3);
  EVENTUALLY(20, delta(metrics, scraper.scrape())
                         .value("promhttp_metric_handler_requests_total", {{"code", "200"}}) > 1);
}

TEST(openmetrics_is_read_where_a_page_says_so, (HttpServer& server)) {
  auto page = Answer::text("# TYPE x counter\nx_total 7 1.5 # {id=\"1\"} 1\n# EOF\n");
  page.headers = {{"Content-Type", "application/openmetrics-text; version=1.0.0; charset=utf-8"}};
  server.on("GET", "/metrics").respond(std::move(page));
  const auto metrics = Scraper{server.url() + "/metrics"}.scrape();
  CHECK(metrics.family("x")->kind == Kind::counter);
  CHECK(metrics.value("x_total") == 7);
}

TEST(a_page_can_be_waited_for, (HttpServer& server)) {
  const auto text = [](const char* value) {
    return Answer::text(std::string{"x "} + value + "\n");
  };
  server.on("GET", "/metrics")
      .respond(503)
      .then(text("1"))
      .then(Answer::failing(dyntest::fixtures::Fault::no_answer))
      .then(Answer::text("y 1\n"))
      .then(text("3"));
  Scraper scraper{server.url() + "/metrics"};
  EVENTUALLY(20, scraper.scrape().value("x") == 3);
}

TEST(no_page_is_an_error_that_names_the_url) {
  const auto port = Port::reserve().value();
  Scraper scraper{port.url("http") + "/metrics"};
  const auto error = CHECK_RAISES(Unavailable, scraper.scrape());
  CHECK(error.message() == "GET " + scraper.url() + ": connection refused");
  CHECK(scraper.scrape(Deadline::in(patience)).error().text() ==
        "GET " + scraper.url() + ": connection refused");
}

TEST(a_page_with_another_status_is_an_error, (HttpServer& server)) {
  CHECK(failure(server, Answer::text("busy", 503)) == "status 503: busy");
}

TEST(a_page_that_is_none_is_an_error_with_its_line, (HttpServer& server)) {
  CHECK(failure(server, Answer::text("x 1\n<html>\n")) ==
        "line 2: expected a metric's name: <html>");
}

TEST(a_slow_page_is_an_error, (HttpServer& server)) {
  server.on("GET", "/metrics").respond(Answer::failing(dyntest::fixtures::Fault::silence));
  Scraper scraper{server.url() + "/metrics"};
  scraper.timeout = 30ms;
  const auto error = CHECK_RAISES(Unavailable, scraper.scrape());
  CHECK(error.message().contains("no answer after 0."));
}
