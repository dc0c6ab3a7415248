// Reads a program's /metrics page.
//
//   Scraper frontend{url + "/metrics"};
//   EVENTUALLY(5, frontend.scrape().value("dynamo_frontend_active_requests") == 0);
//
// Who uses it: tests. Asks once a call, as net::HttpClient does: no proxy, no redirects, no
// retries. Keeps no history: `delta` compares two scrapes.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "foundation/base/deadline.hpp"
#include "foundation/base/error.hpp"
#include "foundation/net/http.hpp"
#include "kit/metrics/metrics.hpp"
#include "kit/services/unavailable.hpp"

namespace dyntest::metrics {

using services::Unavailable;

class Scraper {
 public:
  // The whole url: `http://127.0.0.1:41234/metrics`. Does not connect.
  explicit Scraper(std::string url);

  const std::string& url() const { return url_; }

  // Block until the page is here and read. It must come with status 200, and may be OpenMetrics if
  // its Content-Type says so. Errors: `GET http://…/metrics: line 7: …`, `…: status 503: busy`.
  base::Result<Metrics> scrape(const net::Limits& limits);
  // The short form for tests: throws Unavailable with the same text. May throw os::Interrupted, as
  // the other does.
  Metrics scrape();

  base::Duration timeout = std::chrono::seconds{10};  // of the short form

 private:
  std::string url_;
  std::unique_ptr<net::HttpClient> client_;  // neither copied nor moved
};

}  // namespace dyntest::metrics
