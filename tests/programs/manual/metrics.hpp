// What the blocks of docs/manual/metrics.md stand on.
#pragma once

#include <string>

#include "kit/metrics/scraper.hpp"
#include "testing/check/check.hpp"

using dyntest::metrics::Scraper;

struct Frontend {
  std::string url() const;
  void complete(std::string prompt);
};
