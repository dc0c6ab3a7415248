#include "testing/runner/options.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <fstream>

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

struct Flags {
  int verbose = 0;
  int quiet = 0;
  bool no_capture = false;
  bool exit_first = false;
  std::string traceback = "long";
};

void add_selection(CLI::App& app, Options& options) {
  app.add_option("file_or_dir", options.arguments,
                 "files, folders, node ids, @file with some of them");
  app.add_option("-k", options.keywords, "only tests whose names match: 'router and not slow'");
  app.add_option("-m", options.marks, "only tests with these marks: 'e2e and not slow'");
  app.add_flag("--collect-only,--co", options.collect_only, "list the tests, run none");
  app.add_flag("--markers", options.markers, "list the marks");
  app.add_flag("--fixtures", options.fixtures, "list the fixtures");
}

void add_running(CLI::App& app, Options& options, Flags& flags) {
  app.add_option("-n,--numprocesses", options.workers, "workers: a number or auto (one a core)");
  app.add_flag("-x,--exitfirst", flags.exit_first, "stop after the first failure");
  app.add_option("--maxfail", options.failures_max, "stop after so many failures");
  app.add_option("--timeout", options.timeout, "seconds a test may take; 0 = no limit")
      ->check(CLI::NonNegativeNumber);
  app.add_option("--require", options.require,
                 "what must be installed: its absence is an error, not a skip (etcd, nats-server)");
  app.add_flag("--no-build", options.no_build, "do not build first");
  app.add_option("--build-dir", options.build_folder, "where the test executables are");
}

void add_reporting(CLI::App& app, Options& options, Flags& flags) {
  app.add_flag("-v,--verbose", flags.verbose, "one line a test; twice: nothing is cut");
  app.add_flag("-q,--quiet", flags.quiet, "less");
  app.add_flag("-s", flags.no_capture, "show output as it comes; one worker unless -n says more");
  app.add_option("-r", options.report.report, "what the short summary lists: f E s x X p P a A N");
  app.add_option("--tb", flags.traceback, "how failures are shown: long, short, line, no")
      ->check(CLI::IsMember({"long", "short", "line", "no"}));
  app.add_flag("--setup-show", options.report.setup_show, "show fixtures as they come and go");
  app.add_flag("--setup-plan", options.setup_plan,
               "show which fixtures would come and go, run none");
  app.add_option("--junitxml,--junit-xml", options.junit, "write a JUnit file");
  app.add_option("--color", options.colour, "yes, no or auto")
      ->check(CLI::IsMember({"yes", "no", "auto"}));
  app.add_flag("--version,-V", options.version, "print the version");
}

void apply(const Flags& flags, Options& options) {
  options.report.verbosity = flags.verbose - flags.quiet;
  options.report.capture = !flags.no_capture;
  if (options.setup_plan) options.report.setup_show = true;
  if (flags.exit_first) options.failures_max = 1;
  if (flags.traceback == "short") options.report.traceback = report::Traceback::short_;
  if (flags.traceback == "line") options.report.traceback = report::Traceback::line;
  if (flags.traceback == "no") options.report.traceback = report::Traceback::no;
}

}  // namespace

base::Result<Options> parse_options(const std::vector<std::string>& words) {
  Options options;
  Flags flags;
  CLI::App app{"Finds, builds and runs tests.", "dyntest"};
  app.set_help_flag("-h,--help", "print this");
  add_selection(app, options);
  add_running(app, options, flags);
  add_reporting(app, options, flags);
  try {
    app.parse(std::vector<std::string>{words.rbegin(), words.rend()});
  } catch (const CLI::CallForHelp&) {
    options.help = true;
    options.help_text = app.help();
    return options;
  } catch (const CLI::ExtrasError&) {
    return base::Error{fmt::format("unrecognized arguments: {}", fmt::join(app.remaining(), " "))};
  } catch (const CLI::ParseError& error) {
    return base::Error{error.what()};
  }
  const bool is_number = options.workers.find_first_not_of("0123456789") == std::string::npos;
  if (!is_number && options.workers != "auto")
    return base::Error{fmt::format("-n takes a number or auto, not '{}'", options.workers)};
  apply(flags, options);
  auto expanded = expand_files(options.arguments);
  if (!expanded) return expanded.error();
  options.arguments = std::move(*expanded);
  return options;
}

}  // namespace dyntest::runner
