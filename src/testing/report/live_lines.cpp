#include "testing/report/live_lines.hpp"

#include <fmt/format.h>

#include <utility>

#include "testing/report/tally.hpp"
#include "testing/report/text.hpp"

namespace dyntest::report {

namespace {

constexpr std::string_view erase_below = "\x1b[J";  // ECMA-48: from the cursor on

}  // namespace

std::string LiveLines::draw(const std::vector<std::string>& lines, std::size_t column,
                            std::size_t width) {
  std::string text = erase();
  if (lines.empty()) return text;
  for (const auto& line : lines) text += "\n" + fitted(line, width - 1).value_or("");
  text += fmt::format("\x1b[{}A\r", lines.size());
  if (column > 0) text += fmt::format("\x1b[{}C", column);
  drawn_ = true;
  return text;
}

std::string LiveLines::erase() {
  return std::exchange(drawn_, false) ? std::string{erase_below} : std::string{};
}

std::string running_line(const model::RunningTest& test, std::string_view id) {
  const std::string usual = test.usual ? fmt::format(", usually {:.1f} s", *test.usual) : "";
  return fmt::format("w{} {:8} {:6.1f} s{}  {}", test.worker, phase_name(test.phase), test.seconds,
                     usual, id);
}

}  // namespace dyntest::report
