// What a user may choose about the console report, and what a console says about itself. Filled in
// by the command line; read by the reporters of this room.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dyntest::report {

// --tb: how much of a failure is shown. `long_` is the default.
enum class Traceback { long_, short_, line, no };

struct TerminalOptions {
  int verbosity = 0;           // -qq is -2, -q -1, -v 1, -vv 2
  bool capture = true;         // false is -s: tests write to the same terminal in between
  bool written_lines = false;  // what tests write is shown line by line, while they run
  bool setup_show = false;     // fixtures, as they come and go
  bool colour = false;
  std::size_t width = 80;
  std::string report = "fERq";  // -r, as typed
  std::string invocation;  // absolute folder that shown paths are relative to; empty = the root
  Traceback traceback = Traceback::long_;
  bool show_stdout = true;  // --show-capture: of the output of tests
  bool show_stderr = true;
  bool show_log = true;         // of its services
  bool live_lines = false;      // what runs just now, below the line that is being written
  bool no_header = false;       // --no-header
  bool no_summary = false;      // --no-summary: nothing between the tests and the last line
  bool whole_messages = false;  // do not cut the short summary; -vv implies it
  std::optional<std::size_t> durations;        // --durations; 0 = all
  std::optional<double> durations_min;         // seconds; by default 0.005, and 0 with -vv
  std::vector<std::string> benchmark_columns;  // --benchmark-columns; empty = all
};

// -r resolved: `a` and `A` expanded, `N` empties, `F` and `S` as small letters, each letter once.
std::string report_characters(std::string_view typed);

// COLUMNS, else the terminal's own, else 80; never under 40.
std::size_t console_width(int descriptor);
// PY_COLORS, NO_COLOR, FORCE_COLOR, in this order; else whether it is a terminal that is not
// `dumb`.
bool console_colour(int descriptor);
// Whether lines can be drawn there and taken away again: it is a terminal that is not `dumb`.
bool console_redraws(int descriptor);
// CI or BUILD_NUMBER is set: then `whole_messages` is the default.
bool running_on_ci();

}  // namespace dyntest::report
