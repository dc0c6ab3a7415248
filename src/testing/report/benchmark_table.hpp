// The table of what the fixture Benchmark measured, as pytest-benchmark prints it: a table for each
// group, fastest first, units by scale, behind each figure how many times the best it is. Used by
// the terminal.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "testing/model/benchmark.hpp"
#include "testing/model/item.hpp"
#include "testing/report/writer.hpp"

namespace dyntest::report {

struct BenchmarkRow {
  const model::Item* item = nullptr;
  model::Measurement measured;
  std::optional<model::Measurement> before = std::nullopt;  // in the run that it is compared with
};

// The columns in their order, besides the name and, where a run is compared, the ratio.
std::span<const std::string_view> benchmark_columns();

// Nothing where nothing was measured. `baseline`: name of the stored run, shown where a row has a
// `before`. `columns`: those to show; empty = all. All are wider than most terminals, which wrap
// them.
void write_benchmarks(Writer& writer, const std::vector<BenchmarkRow>& rows,
                      const std::string& baseline, const std::vector<std::string>& columns = {});

// `12.3000us`
std::string benchmark_time_text(double seconds);

}  // namespace dyntest::report
