#include "testing/runner/reporters.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <string_view>

#include "foundation/os/spawn.hpp"
#include "testing/model/exit_code.hpp"
#include "testing/report/collect_only.hpp"
#include "testing/report/googletest_console.hpp"
#include "testing/report/googletest_list.hpp"
#include "testing/runner/masked_events.hpp"

namespace dyntest::runner {
namespace fs = std::filesystem;
namespace {

void write_to_stdout(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

report::TerminalOptions terminal_options(const Options& options, const fs::path& invocation) {
  report::TerminalOptions report = options.report;
  report.invocation = invocation;
  report.width = report::console_width(STDOUT_FILENO);
  report.colour = options.colour == "yes" ||
                  (options.colour == "auto" && report::console_colour(STDOUT_FILENO));
  report.whole_messages = report::running_on_ci();
  report.live_lines = shows_live_lines(options);
  return report;
}

}  // namespace

bool shows_live_lines(const Options& options) {
  return report::console_redraws(STDOUT_FILENO) && !report::running_on_ci() &&
         (options.report.capture || options.report.written_lines) && !options.report.setup_show &&
         !options.googletest;
}

template <class T>
T* Reporters::add(std::unique_ptr<T> reporter) {
  T* borrowed = reporter.get();
  all_.push_back(std::move(reporter));
  return borrowed;
}

Reporters::Reporters(const Options& options, const fs::path& invocation,
                     const report::GoogleTestNames* googletest_names)
    : secrets_{os::environment()} {
  const auto report = terminal_options(options, invocation);
  if (!options.report_log.empty())
    log_ = add(std::make_unique<report::EventLog>(fs::absolute(options.report_log)));
  if (options.googletest) add_googletest(*options.googletest, *googletest_names);
  if (options.collect_only) {
    if (!options.googletest) add(std::make_unique<report::CollectOnly>(report, write_to_stdout));
    return;
  }
  if (!options.junit.empty())  // before the terminal: its file is written when the summary is
    junit_ = add(std::make_unique<report::Junit>(fs::absolute(options.junit)));
  if (!options.googletest)
    terminal_ = add(std::make_unique<report::Terminal>(report, write_to_stdout));
}

void Reporters::add_googletest(const GoogleTestOptions& options,
                               const report::GoogleTestNames& names) {
  if (options.output)
    googletest_ = add(std::make_unique<report::GoogleTestFile>(
        report::GoogleTestFile::Options{options.output->format, options.output->path,
                                        options.only_lists, options.source_root},
        names, [] { return std::chrono::system_clock::now(); }));
  if (options.only_lists) {
    add(std::make_unique<report::GoogleTestList>(names, write_to_stdout));
    return;
  }
  const bool on_console = options.colour == "auto" && report::console_colour(STDOUT_FILENO);
  constexpr std::array yes = {"yes", "true", "t", "1"};
  const bool colour = on_console || std::ranges::find(yes, options.colour) != yes.end();
  add(std::make_unique<report::GoogleTestConsole>(
      report::GoogleTestStyle{colour, options.brief, options.print_time, options.filter,
                              options.source_root},
      names, write_to_stdout));
}

void Reporters::on(const model::Event& event) {
  const auto clean = masked(event, secrets_);
  for (auto& reporter : all_) {
    reporter->on(clean ? *clean : event);
    if (reporter.get() == junit_ && std::holds_alternative<model::RunFinished>(event) &&
        !junit_->error() && terminal_ != nullptr)
      terminal_->generated("xml file: " + junit_->path());
  }
}

void Reporters::flush() {
  std::fflush(stdout);
  for (auto& reporter : all_) reporter->flush();
}

void Reporters::show(const model::WrittenLines& written) {
  const auto clean = masked(written, secrets_);
  for (auto& reporter : all_) reporter->show(clean);
}

int Reporters::exit_code(int of_run) const {
  namespace code = model::exit_code;
  bool whole = true;
  const auto tell = [&whole](const std::optional<std::string>& error) {
    if (!error) return;
    fmt::print(stderr, "ERROR: {}\n", *error);
    whole = false;
  };
  if (junit_ != nullptr) tell(junit_->error());
  if (googletest_ != nullptr) tell(googletest_->error());
  if (log_ != nullptr) tell(log_->error());
  return whole || of_run != code::ok ? of_run : code::usage_error;
}

}  // namespace dyntest::runner
