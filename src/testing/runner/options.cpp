#include "testing/runner/options.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fstream>
#include <ranges>

#include "foundation/base/split.hpp"
#include "testing/report/benchmark_table.hpp"
#include "testing/runner/debugging.hpp"
#include "testing/runner/machine.hpp"
#include "testing/runner/sharding.hpp"

namespace dyntest::runner {
namespace {

base::Result<std::vector<std::string>> expand_files(const std::vector<std::string>& arguments) {
  std::vector<std::string> expanded;
  for (const auto& argument : arguments) {
    if (!argument.starts_with('@')) {
      expanded.push_back(argument);
      continue;
    }
    std::ifstream file{argument.substr(1)};
    if (!file) return base::Error{fmt::format("file not found: {}", argument.substr(1))};
    for (std::string line; std::getline(file, line);)
      if (!line.empty()) expanded.push_back(line);
  }
  return expanded;
}

constexpr std::uint32_t repeat_max = 1'000'000;

struct Flags {
  int verbose = 0;
  int quiet = 0;
  bool no_capture = false;
  std::string distribution = "load";
  std::string traceback = "auto";
  std::string show_capture = "all";
  std::string without_failures = "all";
  std::string benchmark_columns;
};

// An option with one value: said twice, the last one counts.
template <class T>
CLI::Option* add_value(CLI::App& app, const std::string& name, T& value, const std::string& what) {
  return app.add_option(name, value, what)->take_last();
}

// An option that may be said several times, each time with one value.
void add_values(CLI::App& app, const std::string& name, std::vector<std::string>& values,
                const std::string& what) {
  app.add_option(name, values, what)->allow_extra_args(false);
}

const CLI::Validator not_negative{
    [](std::string& text) {
      return text.starts_with('-') ? "takes a number that is not below 0, not " + text : "";
    },
    "NUMBER"};

const CLI::Validator whole_number{[](std::string& text) {
                                    return text.find_first_not_of("0123456789") == std::string::npos
                                               ? ""
                                               : "takes a whole number, not " + text;
                                  },
                                  ""};

// A rule for all tests, as --timeout.
CLI::Option* add_rule(CLI::App& app, const std::string& option, const std::string& key,
                      Options& options, const std::string& what) {
  const auto set = [&options, option, key](const double& value) {
    options.rules[key] = {value, option};
  };
  return app.add_option_function<double>(option, set, what)->take_last()->check(not_negative);
}

const CLI::Validator benchmark_columns{[](std::string& text) {
                                         const auto known = report::benchmark_columns();
                                         for (const auto& word : base::split(text, ','))
                                           if (std::ranges::find(known, word) == known.end())
                                             return fmt::format("there is no '{}'; there are: {}",
                                                                word, fmt::join(known, ","));
                                         return std::string{};
                                       },
                                       "NAMES"};

// --partition; an error in it becomes one of the command line.
void read_shard(const std::string& text, Options& options) {
  auto shard = parse_shard(text);
  if (!shard) throw CLI::ValidationError{"--partition", shard.error().text()};
  options.shard = *shard;
}

void add_selection(CLI::App& app, Options& options) {
  app.add_option("file_or_dir", options.arguments,
                 "files, folders, node ids, @file with some of them");
  add_value(app, "-k", options.keywords, "only tests whose names match: 'router and not slow'");
  add_value(app, "-m", options.marks, "only tests with these marks: 'e2e and not slow'");
  add_values(app, "--deselect", options.deselect,
             "not the tests whose ids begin so; may be said several times");
  add_values(app, "--ignore", options.ignore, "not what lies at or below this path; likewise");
  add_values(app, "--ignore-glob", options.ignore_globs,
             "not the paths that match, as in 'tests/*_slow.cpp'; likewise");
  app.add_option_function<std::string>(
         "--partition", [&options](const std::string& text) { read_shard(text, options); },
         "of these only one shard: hash:2/4 (by their names), slice:2/4 (in turns) or duration:2/4 "
         "(by what they took)")
      ->take_last();
  app.add_flag("--markers", options.markers, "list the marks");
  app.add_flag("--fixtures", options.fixtures, "list the fixtures");
  app.add_flag("--show-config", options.show_config, "list the settings, and why they are so");
  app.add_flag("--fixtures-per-test", options.fixtures_per_test, "list the fixtures of each test");
}

void add_history(CLI::App& app, Options& options, Flags& flags) {
  auto& history = options.history;
  app.add_flag("--lf,--last-failed", history.last_failed, "only what failed the last time");
  app.add_flag("--ff,--failed-first", history.failed_first, "first what failed the last time");
  add_value(app, "--lfnf,--last-failed-no-failures", flags.without_failures,
            "where --lf knows no failure: all or none")
      ->check(CLI::IsMember({"all", "none"}));
  app.add_flag("--nf,--new-first", history.new_first, "first new tests, then by age of the file");
  app.add_flag("--sw,--stepwise", history.stepwise,
               "stop at a failure, and go on there the next time; one worker unless -n says more");
  app.add_flag("--sw-skip,--stepwise-skip", history.stepwise_skip, "the same, past one failure");
  app.add_flag("--sw-reset,--stepwise-reset", history.stepwise_reset, "the same, from the start");
  app.add_option("--cache-show", options.cache_show,
                 "show what is remembered, and run nothing; a pattern: --cache-show 'cache/*'")
      ->expected(0, 1)
      ->default_str("*");
  app.add_flag("--cache-clear", options.cache_clear, "forget all that is remembered, then run");
}

void add_running(CLI::App& app, Options& options, Flags& flags) {
  add_value(app, "-n,--numprocesses", options.workers, "workers: a number or auto (one a core)");
  add_value(app, "--dist", flags.distribution,
            "load: a file may be shared out where that is quicker; loadfile: one worker a file")
      ->check(CLI::IsMember({"load", "loadfile"}));
  add_value(app, "--profile", options.profile,
            "settings of dyntest.toml for an occasion; every suite has ci, pre_merge, post_merge, "
            "nightly and weekly");
  add_value(app, "--repeat", options.repeat, "run each test so often, whatever it comes to")
      ->check(CLI::Range(1u, repeat_max));
  app.add_option_function<std::uint32_t>(
         "--stress",
         [&options](const std::uint32_t& times) {
           options.repeat = times;
           options.stress = true;
         },
         "the same, side by side with itself in --jobs workers")
      ->take_last()
      ->check(CLI::Range(1u, repeat_max));
  add_value(app, "--jobs", options.jobs, "workers of --stress; otherwise two a core")
      ->needs("--stress")
      ->check(CLI::Range(1u, 1024u));
  app.add_flag("--until-fail", options.until_fail,
               "with --repeat or --stress: stop after the first failure");
  app.add_option("--cpu-hog", options.cpu_hogs, "busy loops beside the run, so many or one a core")
      ->expected(0, 1)
      ->default_str(std::to_string(cores()))
      ->check(CLI::Range(1u, 1024u));
  add_values(app, "--follow", options.follow,
             "show what this test writes as it comes, line by line; may be said several times");
  app.add_option_function<std::string>(
         "--debugger",
         [&options](const std::string& text) { options.debugger = debugger_words(text); },
         "run the one test that is named under gdb, or what else is put in front of its program: "
         "'gdb -q --args'")
      ->take_last();
  app.add_flag("--keep-alive", options.keep_alive,
               "stop at the first failure, and leave the test as it is until Enter is pressed");
  add_value(app, "--bundles", options.bundles,
            "leave a folder there for each failed test: processes, ports, logs, cores");
  app.add_flag("--shuffle", options.shuffle, "files, and the tests of each file, in any order");
  add_value(app, "--seed", options.seed,
            "what --shuffle, Rng and PROPERTY get their chance from: the same again");
  app.add_flag("-x,--exitfirst")->description("stop after the first failure");
  add_value(app, "--maxfail", options.failures_max, "stop after so many failures");
  add_rule(app, "--timeout", "timeout", options, "seconds a test may take; 0 = no limit");
  add_rule(app, "--slow-after", "slow_after", options,
           "seconds after which a running test is said to be slow; 0 = never");
  add_rule(app, "--reruns", "reruns", options, "run a test that fails again, up to so often")
      ->check(whole_number);
  add_rule(app, "--reruns-delay", "reruns_delay", options, "seconds before its second attempt");
  add_rule(app, "--reruns-backoff", "reruns_backoff", options,
           "each further pause is so many times longer")
      ->check(CLI::Range(1.0, 1e6));
  add_value(app, "--flaky", options.flaky,
            "what a test that passed at a later attempt makes of the run: pass or fail")
      ->check(CLI::IsMember({"pass", "fail"}));
  app.add_flag_callback("--isolate",
                        [&options] { options.rules["isolated"] = {true, "--isolate"}; })
      ->description("run each test in a process of its own, with fixtures of its own");
  add_value(app, "--cell", options.cell,
            "what tests have of a machine of their own: full, processes or off; else the most that "
            "this machine can give")
      ->check(CLI::IsMember({"full", "processes", "off"}));
  add_values(app, "--visible", options.visible,
             "a file or folder below /tmp that tests are to see, though /tmp is their own; may be "
             "said several times");
  app.add_option(
      "--require", options.require,
      "what must be installed: its absence is an error, not a skip (etcd, nats-server, dynamo)");
  app.add_flag("--no-build", options.no_build, "do not build first");
  add_values(app, "-o,--override-ini", options.settings,
             "name=value: a setting of the suite; may be said several times");
  add_value(app, "--build-dir", options.build_folder, "where the test executables are");
  add_benchmark_options(app, options.benchmarks);
}

void add_reporting(CLI::App& app, Options& options, Flags& flags) {
  app.add_flag("-v,--verbose", flags.verbose, "one line a test; twice: nothing is cut");
  app.add_flag("-q,--quiet", flags.quiet, "less");
  app.add_flag("-s", flags.no_capture,
               "show output as it comes; one worker unless -n says more, then line by line");
  auto& report = options.report;
  add_value(app, "-r", report.report, "what the short summary lists: f E s x X p P R q a A N");
  add_value(app, "--tb", flags.traceback, "how failures are shown: auto, long, short, line, no")
      ->check(CLI::IsMember({"auto", "long", "short", "line", "no"}));
  add_value(app, "--show-capture", flags.show_capture,
            "what a failure shows of its test's output: all, stdout, stderr, log, no")
      ->check(CLI::IsMember({"all", "stdout", "stderr", "log", "no"}));
  add_value(app, "--durations", report.durations, "the N slowest phases of tests; 0 = all")
      ->check(not_negative);
  add_value(app, "--durations-min", report.durations_min,
            "seconds from which on a duration is shown; 0.005, with -vv 0")
      ->check(not_negative);
  add_value(app, "--benchmark-columns", flags.benchmark_columns,
            "figures that the table of benchmarks shows: min,median,ops")
      ->check(benchmark_columns);
  app.add_flag("--no-header", report.no_header, "no platform, no rootdir, no configfile");
  app.add_flag("--no-summary", report.no_summary, "nothing between the tests and the last line");
  app.add_flag("--setup-show", report.setup_show, "show fixtures as they come and go");
  app.add_flag("--setup-plan", options.setup_plan,
               "show which fixtures would come and go, run none");
  add_value(app, "--junitxml,--junit-xml", options.junit, "write a JUnit file");
  add_value(app, "--report-log", options.report_log,
            "write every event as a line of JSON; dyntest report FILE shows it");
  add_value(app, "--color", options.colour, "yes, no or auto")
      ->check(CLI::IsMember({"yes", "no", "auto"}));
  app.add_flag("--collect-only,--co", options.collect_only, "list the tests, run none");
  app.add_flag("--version,-V", options.version, "print the version");
}

void apply(const Flags& flags, Options& options) {
  options.report.verbosity = flags.verbose - flags.quiet;
  options.report.capture = !flags.no_capture;
  options.whole_files = flags.distribution == "loadfile";
  options.report.benchmark_columns = base::split(flags.benchmark_columns, ',');
  if (options.setup_plan) options.report.setup_show = true;
  options.history.none_without_failures = flags.without_failures == "none";
  if (options.history.stepwise_skip || options.history.stepwise_reset)
    options.history.stepwise = true;
  if (flags.traceback == "short") options.report.traceback = report::Traceback::short_;
  if (flags.traceback == "line") options.report.traceback = report::Traceback::line;
  if (flags.traceback == "no") options.report.traceback = report::Traceback::no;
  options.report.show_stdout = flags.show_capture == "all" || flags.show_capture == "stdout";
  options.report.show_stderr = flags.show_capture == "all" || flags.show_capture == "stderr";
  options.report.show_log = flags.show_capture == "all" || flags.show_capture == "log";
}

// Of -x, which is --maxfail=1, and --maxfail the one that was said last counts.
void let_the_last_limit_count(const CLI::App& app, Options& options) {
  const auto* exit_first = app.get_option("-x");
  const auto* maxfail = app.get_option("--maxfail");
  for (const auto* option : app.parse_order() | std::views::reverse) {
    if (option == exit_first) options.failures_max = 1;
    if (option == exit_first || option == maxfail) return;
  }
}

base::Status parse(CLI::App& app, const std::vector<std::string>& words, Options& options) try {
  app.set_help_flag("-h,--help", "print this");
  app.parse(std::vector<std::string>{words.rbegin(), words.rend()});
  return {};
} catch (const CLI::CallForHelp&) {
  options.help = true;
  options.help_text = app.help();
  return {};
} catch (const CLI::ExtrasError&) {
  return base::Error{fmt::format("unrecognized arguments: {}", fmt::join(app.remaining(), " "))};
} catch (const CLI::ParseError& error) {
  return base::Error{error.what()};
}

}  // namespace

base::Result<Options> parse_options(const std::vector<std::string>& words) {
  Options options;
  Flags flags;
  CLI::App app{"Finds, builds and runs tests.", "dyntest"};
  app.footer(
      "dyntest report FILE shows a recorded run again; dyntest init [FOLDER] lays out the tests of "
      "a new project. Each has a --help of its own.");
  add_selection(app, options);
  add_history(app, options, flags);
  add_running(app, options, flags);
  add_reporting(app, options, flags);
  if (const auto parsed = parse(app, words, options); !parsed) return parsed.error();
  if (options.help) return options;
  const bool is_number = options.workers.find_first_not_of("0123456789") == std::string::npos;
  if (!is_number && options.workers != "auto")
    return base::Error{fmt::format("-n takes a number or auto, not '{}'", options.workers)};
  apply(flags, options);
  let_the_last_limit_count(app, options);
  if (options.until_fail && options.repeat == 1)
    return base::Error{"--until-fail: say how often at most, as in --stress 1000 --until-fail"};
  if (options.until_fail || options.keep_alive) options.failures_max = 1;
  if (!options.follow.empty() && !options.report.capture)
    return base::Error{"--follow: with -s all output is shown as it comes; say one of them"};
  if (const auto fine = resolve(options.benchmarks); !fine) return fine.error();
  auto expanded = expand_files(options.arguments);
  if (!expanded) return expanded.error();
  options.arguments = std::move(*expanded);
  return options;
}

base::Result<Options> parse_report_options(const std::vector<std::string>& words,
                                           const std::vector<std::string>& addopts) {
  Options options;
  Flags flags;
  CLI::App of_suite{"", "dyntest"};
  Options ignored;
  add_selection(of_suite, ignored);
  add_history(of_suite, ignored, flags);
  add_running(of_suite, ignored, flags);
  add_reporting(of_suite, options, flags);
  if (const auto parsed = parse(of_suite, addopts, options); !parsed) return parsed.error();
  options.junit.clear();  // what the suite's runs leave is not to be written over
  options.report_log.clear();
  const Flags before = flags;
  flags.verbose = flags.quiet = 0;
  CLI::App app{
      "Shows a run again from the file that --report-log wrote, or from those of its shards.",
      "dyntest report"};
  app.add_option("FILE", options.recordings, "what --report-log wrote; of a run in shards, all")
      ->required();
  add_reporting(app, options, flags);
  if (const auto parsed = parse(app, words, options); !parsed) return parsed.error();
  if (options.help) return options;
  flags.verbose += before.verbose;
  flags.quiet += before.quiet;
  apply(flags, options);
  return options;
}

}  // namespace dyntest::runner
