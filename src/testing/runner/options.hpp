// The command line. pytest's words where pytest has one.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "foundation/base/error.hpp"
#include "testing/report/options.hpp"

namespace dyntest::runner {

struct Options {
  std::vector<std::string> arguments;  // files, folders, node ids; `@file` is expanded
  std::string keywords;                // -k; empty = no filter
  std::string marks;                   // -m
  bool collect_only = false;
  bool markers = false;
  bool fixtures = false;
  bool setup_plan = false;
  bool version = false;
  bool help = false;
  std::string help_text;  // with help
  bool no_build = false;
  std::string build_folder;          // --build-dir; empty = from dyntest.toml
  std::string workers = "";          // -n; empty = not said
  std::optional<double> timeout;     // seconds
  std::size_t failures_max = 0;      // -x, --maxfail
  std::string junit;                 // --junitxml
  std::vector<std::string> require;  // --require etcd
  std::string colour = "auto";
  report::TerminalOptions report;
};

// `words` without the program's name; an error is one line, as pytest's `unrecognized arguments:
// …`.
base::Result<Options> parse_options(const std::vector<std::string>& words);

}  // namespace dyntest::runner
