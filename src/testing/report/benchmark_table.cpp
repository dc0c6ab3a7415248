#include "testing/report/benchmark_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <map>
#include <string_view>

#include "foundation/base/panic.hpp"
#include "testing/report/text.hpp"

namespace dyntest::report {
namespace {

using model::Measurement;

// Seconds in a unit, or operations in a multiple: what a figure is multiplied with, and its name.
struct Unit {
  std::string_view name;
  double factor;
};

Unit time_unit(double seconds) {
  if (seconds < 1e-6) return {"ns", 1e9};
  if (seconds < 1e-3) return {"us", 1e6};
  if (seconds < 1) return {"ms", 1e3};
  return {"s", 1};
}

Unit operations_unit(double least) {
  if (least > 1e6) return {"OPS (Mops/s)", 1e-6};
  if (least > 1e3) return {"OPS (Kops/s)", 1e-3};
  return {"OPS", 1};
}

// 1,234,567.8900
std::string grouped(double value) {
  std::string text = fmt::format("{:.4f}", value);
  const std::size_t sign = text.starts_with('-') ? 1 : 0;
  for (std::size_t at = text.find('.'); at > sign + 3;) text.insert(at -= 3, 1, ',');
  return text;
}

// How many times the best it is; empty with nothing to be compared to.
std::string times_best(double value, double best) {
  if (value == best) return " (1.0)";
  if (best == 0) return " (inf)";
  const double times = value / best;
  return times > 1000 ? " (>1000.0)" : fmt::format(" ({:.2f})", times);
}

// A line of the table.
struct Line {
  std::string name;
  const Measurement* measured;
  std::optional<double> ratio = std::nullopt;  // median, now to then
};

struct Cell {
  std::string text;
  std::string behind = {};  // left-aligned
  Style style = {};
};

struct Column {
  std::string label;
  std::vector<Cell> cells = {};  // one for each line
  std::size_t space_behind = 0;

  std::size_t width() const {
    std::size_t widest = display_width(label);
    for (const Cell& cell : cells) widest = std::max(widest, cell.text.size());
    return widest + 2;
  }
};

constexpr std::size_t space_for_times = 10;  // ` (>1000.0)`

// Figures of which one is the best.
template <class Value>
Column ranked(std::string label, const std::vector<Line>& lines, const Unit& unit,
              bool more_is_best, Value value) {
  std::vector<double> values;
  for (const Line& line : lines) values.push_back(value(*line.measured));
  const auto [least, most] = std::ranges::minmax(values);
  const double best = more_is_best ? most : least;
  const bool alone = values.size() == 1;
  Column column{std::move(label)};
  column.space_behind = alone ? 0 : space_for_times;
  for (const double each : values) {
    Style style{Colour::none, true};
    if (!alone && (each == least || each == most))
      style.colour = each == best ? Colour::green : Colour::red;
    column.cells.push_back(
        {grouped(each * unit.factor), alone ? "" : times_best(each, best), style});
  }
  return column;
}

template <class Text>
Column plain(std::string label, const std::vector<Line>& lines, Text text) {
  Column column{std::move(label)};
  for (const Line& line : lines) column.cells.push_back({text(line)});
  return column;
}

using Name = std::string_view;

// In pytest-benchmark's order.
constexpr std::array<Name, 10> column_names = {"min", "max",      "mean", "stddev", "median",
                                               "iqr", "outliers", "ops",  "rounds", "iterations"};

struct Figure {
  Name name;
  const char* label;
  double Measurement::* value;
};
constexpr Figure times[] = {
    {"min", "Min", &Measurement::min},          {"max", "Max", &Measurement::max},
    {"mean", "Mean", &Measurement::mean},       {"stddev", "StdDev", &Measurement::stddev},
    {"median", "Median", &Measurement::median}, {"iqr", "IQR", &Measurement::iqr}};

Column operations_column(const std::vector<Line>& lines) {
  double least = lines.front().measured->operations();
  for (const Line& line : lines) least = std::min(least, line.measured->operations());
  const Unit unit = operations_unit(least);
  return ranked(std::string{unit.name}, lines, unit, true,
                [](const Measurement& measured) { return measured.operations(); });
}

Column column_of(Name name, const std::vector<Line>& lines) {
  if (name == "ops") return operations_column(lines);
  if (name == "outliers")
    return plain("Outliers", lines, [](const Line& line) {
      return fmt::format("{};{}", line.measured->stddev_outliers, line.measured->iqr_outliers);
    });
  if (name == "rounds")
    return plain("Rounds", lines,
                 [](const Line& line) { return std::to_string(line.measured->rounds); });
  if (name == "iterations")
    return plain("Iterations", lines,
                 [](const Line& line) { return std::to_string(line.measured->iterations); });
  const auto* figure = std::ranges::find(times, name, &Figure::name);
  base::require(figure != std::end(times), "no column has this name");
  const Unit unit = time_unit(lines.front().measured->min);
  return ranked(figure->label, lines, unit, false,
                [value = figure->value](const Measurement& measured) { return measured.*value; });
}

// The ratio is our own.
std::vector<Column> columns_of(const std::vector<Line>& lines,
                               const std::vector<std::string>& wanted, bool compared) {
  std::vector<Column> columns;
  for (const Name name : column_names)
    if (wanted.empty() || std::ranges::find(wanted, name) != wanted.end())
      columns.push_back(column_of(name, lines));
  if (compared)
    columns.push_back(plain("Ratio", lines, [](const Line& line) {
      return line.ratio ? fmt::format("{:.2f}", *line.ratio) : std::string{};
    }));
  return columns;
}

// What keeps the figures from being compared: with others, or with those of the stored run.
std::string reservations(const std::vector<BenchmarkRow>& rows, const std::string& baseline) {
  auto worst = model::Build::optimised;
  std::string other;
  for (const BenchmarkRow& row : rows) {
    worst = std::max(worst, row.measured.build);
    if (row.before && row.before->build != row.measured.build)
      other = fmt::format("{} was measured in a build that is {}", baseline,
                          model::build_name(row.before->build));
  }
  std::string text;
  if (worst != model::Build::optimised)
    text = fmt::format("{} build: figures are not comparable", model::build_name(worst));
  if (!other.empty()) text += (text.empty() ? "" : "; ") + other;
  return text.empty() ? text : " (" + text + ")";
}

std::string centred(const std::string& text, std::size_t width) {
  const std::size_t left = width > text.size() ? (width - text.size()) / 2 : 0;
  const std::size_t taken = left + text.size();
  return std::string(left, '-') + text + std::string(width > taken ? width - taken : 0, '-');
}

std::vector<Line> lines_of(const std::vector<BenchmarkRow>& rows, const std::string& baseline) {
  std::vector<Line> lines;
  for (const BenchmarkRow& row : rows) {
    const std::string name = row.item->title();
    if (!row.before) {
      lines.push_back({name, &row.measured});
      continue;
    }
    const double then = row.before->median;
    Line now{name + " (NOW)", &row.measured};
    if (then > 0) now.ratio = row.measured.median / then;
    lines.push_back(std::move(now));
    lines.push_back({fmt::format("{} ({})", name, baseline), &*row.before});
  }
  std::ranges::stable_sort(lines, {}, [](const Line& line) { return line.measured->min; });
  return lines;
}

void write_cell(Writer& writer, const Column& column, const Cell& cell) {
  const std::size_t width = column.width();
  writer.write(std::string(width - cell.text.size(), ' '));
  writer.write(fmt::format("{}{:<{}}", cell.text, cell.behind, column.space_behind), cell.style);
}

void write_group(Writer& writer, const std::string& group, const std::vector<BenchmarkRow>& rows,
                 const std::string& baseline, const std::vector<std::string>& wanted) {
  const std::vector<Line> lines = lines_of(rows, baseline);
  const bool compared = lines.size() > rows.size();
  const std::vector<Column> columns = columns_of(lines, wanted, compared);
  const std::string head =
      fmt::format("Name (time in {})", time_unit(lines.front().measured->min).name);
  std::size_t name_width = head.size();
  for (const Line& line : lines) name_width = std::max(name_width, display_width(line.name));
  name_width += 3;
  const auto padded = [&](const std::string& name) {
    return name + std::string(name_width - display_width(name), ' ');
  };
  std::string labels = padded(head);
  for (const Column& column : columns)
    labels += fmt::format("{:>{}}{:{}}", column.label, column.width(), "", column.space_behind);

  const std::string name = group.empty() ? "" : fmt::format(" '{}'", group);
  const std::string title = fmt::format(" benchmark{}: {}{} ", name, counted(rows.size(), "test"),
                                        reservations(rows, baseline));
  const std::size_t width = std::max(labels.size(), title.size() + 2);
  const Style yellow{Colour::yellow, false};
  writer.line(centred(title, width), yellow);
  writer.line(labels);
  writer.line(std::string(width, '-'), yellow);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    writer.write(padded(lines[i].name));
    for (const Column& column : columns)
      if (!column.cells[i].text.empty()) write_cell(writer, column, column.cells[i]);
    writer.line();
  }
  writer.line(std::string(width, '-'), yellow);
  writer.line();
}

}  // namespace

std::span<const std::string_view> benchmark_columns() { return column_names; }

std::string benchmark_time_text(double seconds) {
  const Unit unit = time_unit(seconds);
  return grouped(seconds * unit.factor).append(unit.name);
}

void write_benchmarks(Writer& writer, const std::vector<BenchmarkRow>& rows,
                      const std::string& baseline, const std::vector<std::string>& columns) {
  if (rows.empty()) return;
  std::map<std::string, std::vector<BenchmarkRow>> groups;
  for (const BenchmarkRow& row : rows) groups[row.measured.group].push_back(row);
  writer.line();
  for (const auto& [group, of_group] : groups)
    write_group(writer, group, of_group, baseline, columns);
  writer.line("Legend:");
  writer.line(
      "  Outliers: 1 Standard Deviation from Mean; 1.5 IQR (InterQuartile Range) from 1st Quartile "
      "and 3rd Quartile.");
  writer.line("  OPS: Operations Per Second, computed as 1 / Mean");
  const bool compared =
      std::ranges::any_of(rows, [](const BenchmarkRow& row) { return row.before.has_value(); });
  if (compared) writer.line(fmt::format("  Ratio: Median, divided by the Median of {}", baseline));
}

}  // namespace dyntest::report
