// The command line. pytest's words where pytest has one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "foundation/base/error.hpp"
#include "testing/model/shard.hpp"
#include "testing/report/options.hpp"
#include "testing/runner/benchmark_options.hpp"
#include "testing/runner/googletest_options.hpp"
#include "testing/runner/history.hpp"
#include "testing/select/rules.hpp"

namespace dyntest::runner {

struct Options {
  std::vector<std::string> arguments;  // files, folders, node ids; `@file` is expanded
  std::string keywords;                // -k; empty = no filter
  std::string marks;                   // -m
  std::vector<std::string> deselect;   // --deselect: prefixes of node ids
  std::vector<std::string> ignore;     // --ignore: paths, as typed
  std::vector<std::string> ignore_globs;
  HistoryOptions history;
  std::optional<std::string> cache_show;  // --cache-show: a pattern of keys
  bool cache_clear = false;
  bool collect_only = false;
  bool markers = false;
  bool fixtures = false;
  bool setup_plan = false;
  bool show_config = false;
  std::vector<std::string> settings;  // -o name=value
  bool fixtures_per_test = false;
  bool version = false;
  bool help = false;
  std::string help_text;  // with help
  bool no_build = false;
  std::string build_folder;           // --build-dir; empty = from dyntest.toml
  std::string workers = "";           // -n; empty = not said
  bool whole_files = false;           // --dist loadfile: no file is cut
  select::Rules rules;                // --timeout, --slow-after, --reruns, …
  std::string profile;                // --profile; empty = not said
  std::string flaky;                  // --flaky: pass or fail; empty = not said
  std::optional<model::Shard> shard;  // --partition, or what a tool's variables say
  std::uint32_t repeat = 1;           // --repeat: each test so often
  bool stress = false;                // --stress: the same, and side by side
  std::size_t jobs = 0;               // --jobs; 0 = not said
  bool until_fail = false;            // --until-fail
  std::size_t cpu_hogs = 0;           // --cpu-hog: busy loops beside the run
  std::vector<std::string> follow;    // --follow: node ids whose output is shown live
  std::vector<std::string> debugger;  // --debugger: its words; empty = none
  bool keep_alive = false;            // --keep-alive
  std::string bundles;                // --bundles: a folder; empty = none are written
  bool shuffle = false;
  std::optional<std::uint64_t> seed;    // --seed
  std::size_t failures_max = 0;         // -x, --maxfail
  std::string junit;                    // --junitxml
  std::string report_log;               // --report-log
  std::vector<std::string> recordings;  // `dyntest report FILE...`
  std::vector<std::string> require;     // --require etcd
  std::string cell;                     // --cell; empty = not said
  std::vector<std::string> visible;     // --visible
  std::string colour = "auto";
  report::TerminalOptions report;
  BenchmarkOptions benchmarks;
  std::optional<GoogleTestOptions> googletest;  // a tool speaks to a test executable in its words

  // Something is listed that is declared, and nothing is run.
  bool lists() const { return markers || fixtures || fixtures_per_test || show_config; }
};

// `words` without the program's name; an error is one line, as pytest's `unrecognized arguments:
// …`.
base::Result<Options> parse_options(const std::vector<std::string>& words);

// The words after `dyntest report`: files and what is said about reports. Of the suite's
// `addopts`, which belong to runs, what is about reports counts.
base::Result<Options> parse_report_options(const std::vector<std::string>& words,
                                           const std::vector<std::string>& addopts);

}  // namespace dyntest::runner
