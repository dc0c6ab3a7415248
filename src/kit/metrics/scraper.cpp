#include "kit/metrics/scraper.hpp"

#include <fmt/format.h>

#include <utility>

#include "kit/metrics/exposition.hpp"

namespace dyntest::metrics {
namespace {

constexpr std::size_t shown_bytes_max = 200;

base::Result<Metrics> read_page(const net::Response& response) {
  if (response.status != 200)
    return base::Error{
        fmt::format("status {}: {}", response.status, response.body.substr(0, shown_bytes_max))};
  const auto type = response.header("Content-Type").value_or("");
  return parse(response.body, type.starts_with("application/openmetrics-text")
                                  ? Format::openmetrics
                                  : Format::prometheus);
}

}  // namespace

Scraper::Scraper(std::string url)
    : url_{std::move(url)}, client_{std::make_unique<net::HttpClient>()} {}

base::Result<Metrics> Scraper::scrape(const net::Limits& limits) {
  const std::string asked = "GET " + url_;
  const auto response =
      client_->send({.method = "GET",
                     .url = url_,
                     .headers = {{"Accept", "text/plain;version=0.0.4,*/*;q=0.1"}},
                     .body = ""},
                    limits);
  if (!response) return response.error().context(asked);
  return read_page(*response).context(asked);
}

Metrics Scraper::scrape() {
  return services::value_or_throw(scrape(net::Limits{base::Deadline::in(timeout)}));
}

}  // namespace dyntest::metrics
