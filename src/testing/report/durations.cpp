#include "testing/report/durations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "testing/report/tally.hpp"

namespace dyntest::report {

void write_durations(Writer& writer, const TerminalOptions& options,
                     std::vector<PhaseDuration> durations) {
  if (!options.durations || durations.empty()) return;
  std::ranges::sort(durations, {}, [](const PhaseDuration& duration) {
    return std::tuple{-duration.seconds, duration.item, duration.phase};  // items lie in order
  });
  const std::size_t count = *options.durations;
  const std::string number = count == 0 ? "" : fmt::format("{} ", count);
  writer.rule('=', fmt::format("slowest {}durations", number));
  if (count > 0 && durations.size() > count) durations.resize(count);

  const double smallest = options.durations_min.value_or(options.verbosity > 1 ? 0.0 : 0.005);
  std::size_t shown = 0;
  for (const PhaseDuration& duration : durations) {
    if (duration.seconds < smallest) break;
    writer.line(fmt::format("{:.2f}s {:<8} {}", duration.seconds, phase_name(duration.phase),
                            duration.item->id()));
    ++shown;
  }
  if (shown == durations.size()) return;
  const std::string_view how = options.durations_min ? "" : "  Use -vv to show these durations.";
  writer.line();
  writer.line(
      fmt::format("({} durations < {:g}s hidden.{})", durations.size() - shown, smallest, how));
}

}  // namespace dyntest::report
