#include "testing/runner/session.hpp"

#include <fmt/format.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <ctime>

#include "foundation/os/spawn.hpp"
#include "testing/model/exit_code.hpp"
#include "testing/runner/again.hpp"
#include "testing/runner/controller_options.hpp"
#include "testing/runner/cpu_hog.hpp"
#include "testing/runner/debugging.hpp"
#include "testing/runner/declared.hpp"
#include "testing/runner/disk_check.hpp"
#include "testing/runner/gpu_probe.hpp"
#include "testing/runner/machine.hpp"
#include "testing/runner/path_order.hpp"
#include "testing/runner/run_tag.hpp"
#include "testing/runner/selection.hpp"
#include "testing/runner/sharding.hpp"
#include "testing/runner/verdict_text.hpp"
#include "testing/select/depends_on.hpp"
#include "testing/select/googletest_filter.hpp"

namespace dyntest::runner {
namespace fs = std::filesystem;
namespace code = model::exit_code;
using model::Outcome;
namespace {

std::string count_errors(std::size_t count) {
  return fmt::format("Interrupted: {} error{} during collection", count, count == 1 ? "" : "s");
}

}  // namespace

Session::Session(Options options, select::Config config, std::string own_executable)
    : options_{std::move(options)},
      config_{std::move(config)},
      own_executable_{std::move(own_executable)},
      invocation_{fs::current_path()},
      begin_{base::Clock::now()},
      seed_{options_.seed.value_or(seed_of_run())},
      benchmarks_{options_.benchmarks, config_.root, config_.cache_folder()} {
  if (!options_.debugger.empty()) {  // the terminal is the debugger's
    options_.report.capture = false;
    options_.workers = "1";
  }
  const bool shows_all = !options_.report.capture && !options_.googletest && worker_count() > 1;
  options_.report.written_lines = shows_all || !options_.follow.empty();
}

int Session::run() try {
  start_reporters();
  decide_cells();
  auto lines = header_lines(options_, seed_);
  lines.push_back(cells_.header);
  on(model::RunStarted{
      config_.root, config_.file, std::move(lines), DYNTEST_VERSION, timestamp_now(), host_name(),
      invocation_, again_command(options_, own_executable_, invocation_, seed_), options_.shard});
  build_and_find();
  if (errors_.empty()) start_processes();
  PastRuns past = read_past_runs(config_.cache_folder());  // they have begun
  stored_runs_ = StoredRuns{past};
  history_.emplace(std::move(past), options_.history);
  costs_ = PastCosts::read(config_.cache_folder());
  if (controller_) collect();
  if (errors_.empty()) check_settings();
  if (options_.lists()) return list_declared();
  return run_tests();
} catch (const Stop& stop) {
  return end(stop.exit_code, "", stop.text + "\n\n");
}

// Before anything is started: it forks.
void Session::decide_cells() {
  if (options_.lists()) return;
  auto cells = runner::decide_cells(options_.cell.empty() ? config_.run.cell : options_.cell);
  if (!cells) demand(cells.error());
  cells_ = *std::move(cells);
}

void Session::demand(const base::Status& status) {
  if (!status) throw Stop{"ERROR: " + status.error().text(), code::usage_error};
}

void Session::start_reporters() {
  if (options_.lists()) return;
  if (options_.keep_alive && ::isatty(STDIN_FILENO) == 0)
    demand(base::Error{"--keep-alive needs a terminal, where somebody can press Enter"});
  demand(benchmarks_.open());
  reporters_.emplace(options_, invocation_, &googletest_names_);
  if (const auto error = reporters_->error()) {
    reporters_.reset();
    throw Stop{"ERROR: " + *error, code::usage_error};
  }
}

void Session::on(const model::Event& event) {
  if (std::holds_alternative<model::CollectionFinished>(event)) collection_told_ = true;
  const auto* const phase = std::get_if<model::PhaseFinished>(&event);
  if (phase != nullptr)
    something_ran_ |= phase->phase == model::Phase::call && phase->outcome != Outcome::skipped;
  benchmarks_.on(event);
  if (history_) history_->on(event);
  if (!reporters_) return;
  const bool failed = phase != nullptr &&
                      (model::is_failure(phase->outcome) || phase->outcome == Outcome::quarantined);
  if (!failed) return reporters_->on(event);
  model::PhaseFinished noted = *phase;
  if (auto note = history_->note_of(*phase); !note.empty()) noted.notes.push_back(note);
  if (bundles_) noted.notes.push_back(bundles_->add_failure(selected_[phase->item], noted));
  reporters_->on(noted);
}

void Session::show(const model::WrittenLines& written) {
  if (reporters_) reporters_->show(written);
}

void Session::flush() {
  if (reporters_) reporters_->flush();
}

void Session::build_and_find() {
  if (!own_executable_.empty()) {
    executables_ = {{own_executable_, {}, {}}};
    return;
  }
  flush();
  if (!options_.no_build && !config_.build.empty())
    errors_ = run_build(config_.build, config_.root);
  if (!errors_.empty()) return;
  const std::string folder =
      options_.build_folder.empty() ? config_.build_dir : options_.build_folder;
  const fs::path base = options_.build_folder.empty() ? config_.root : invocation_;
  const fs::path build_folder = (base / folder).lexically_normal();
  executables_ = guest_executables(config_.guests, config_.root, build_folder);
  auto found = find_executables(build_folder, config_.root);
  if (!found && executables_.empty()) demand(found.error());
  if (found) executables_.insert(executables_.begin(), found->begin(), found->end());
  errors_ = missing_executables(executables_, config_.build, options_.no_build);
}

void Session::open_bundles() {
  if (options_.bundles.empty()) return;
  auto bundles = Bundles::open(invocation_ / options_.bundles, config_.root,
                               again_command(options_, own_executable_, invocation_, seed_));
  if (!bundles) demand(bundles.error());
  bundles_.emplace(std::move(*bundles));
}

void Session::start_processes() {
  open_bundles();  // before there are processes: they inherit what cores they may leave
  tag_run();
  const fs::path folder = name_run_folder();
  ::setenv("DYNTEST_SEED", std::to_string(seed_).c_str(), 1);
  ::setenv("DYNTEST_REQUIRE", fmt::format("{}", fmt::join(options_.require, ",")).c_str(), 1);
  ::signal(SIGPIPE, SIG_IGN);
  std::vector<fs::path> visible{folder, invocation_};
  for (const auto& path : options_.visible) visible.push_back(invocation_ / path);
  auto keeper = cell::Keeper::start(
      os::environment(), setup_of_cells(cells_.level, config_, visible, executables_),
      options_.report_log.empty() ? "" : fs::absolute(options_.report_log).string());
  if (!keeper) throw Stop{"INTERNALERROR: " + keeper.error().text(), code::internal_error};
  keeper_.emplace(std::move(*keeper));
  policies_.emplace(config_.run.rules, options_.rules, config_.run.overrides, today());
  demand(make_run_folder(folder));
  auto options = controller_options(options_, worker_count());
  options.bundles = bundles_ ? &*bundles_ : nullptr;
  options.isolated = policies_->common().isolated;
  options.cells = cells_.level;
  options.settings = given_settings();
  options.root = config_.root;
  options.cache_folder = config_.cache_folder();
  controller_.emplace(*keeper_, options, programs_of(executables_, config_.root),
                      static_cast<model::Reporter&>(*this));
  controller_->start_collecting();
}

std::size_t Session::worker_count() const {
  return runner::worker_count(options_, config_.run.workers);
}

void Session::collect() {
  collections_ = controller_->collect();
  if (controller_->interrupted()) return;
  if (const auto& broken = controller_->broken(); !broken.empty())
    throw Stop{"INTERNALERROR: " + broken, code::internal_error};
  const bool all_told = std::ranges::none_of(collections_, [](const Collection& collection) {
    return collection.items.empty() && !collection.errors.empty();
  });
  if (const auto given = give_guests_marks(executables_, collections_); all_told && !given)
    throw Stop{"ERROR: " + given.error().text(), code::usage_error};
  for (std::size_t i = 0; i < collections_.size(); ++i) {
    auto& collection = collections_[i];
    errors_.insert(errors_.end(), collection.errors.begin(), collection.errors.end());
    for (std::uint32_t k = 0; k < collection.items.size(); ++k) {
      model::Item& item = items_.emplace_back(std::move(collection.items[k]));
      for (auto& row : item.shared_rows) row.key = fmt::format("{} {}", i, row.key);
      places_.push_back({i, k, nullptr});
    }
    collection.items = {};
  }
  std::vector<model::Item> items;
  std::vector<Selected> places;
  for (const auto i : in_path_order(items_)) {
    items.push_back(std::move(items_[i]));
    places.push_back(std::move(places_[i]));
  }
  items_ = std::move(items);
  places_ = std::move(places);
  if (!all_told) return;  // an executable that died has declared neither components nor tests
  check_files();
  auto [of, errors] = select::find_prerequisites(items_, own_executable_.empty());
  std::ranges::move(errors, std::back_inserter(errors_));
  dependencies_ = schedule::Dependencies{std::move(of)};
}

void Session::check_files() {
  const auto is_guest = [](const Executable& each) { return each.guest.has_value(); };
  if (!own_executable_.empty() || std::ranges::all_of(executables_, is_guest)) return;
  std::vector<std::string> components;
  for (const auto& collection : collections_)
    for (const auto& mark : collection.marks)
      if (mark.family == "component") components.push_back(mark.signature);
  std::set<std::string> built;
  for (const auto& executable : executables_)
    built.insert(executable.files.begin(), executable.files.end());
  const std::vector<std::string> testpaths =
      config_.testpaths.empty() ? std::vector<std::string>{"tests"} : config_.testpaths;
  for (auto& error : check_files_on_disk(config_.root, testpaths, components, built))
    if (std::ranges::find(errors_, error.text, &model::CollectionError::text) == errors_.end())
      errors_.push_back(std::move(error));
}

const GivenSettings& Session::given_settings() {
  if (given_settings_) return *given_settings_;
  auto given = read_given(config_.settings, config_.file, options_.settings);
  if (!given) throw Stop{"ERROR: " + given.error().text(), code::usage_error};
  return given_settings_.emplace(std::move(*given));
}

// How each of the chosen tests is run.
void Session::make_policies() {
  demand(policies_->check(declared_marks(collections_)));
  for (std::size_t i = 0; i < tests_.size(); ++i)
    tests_[i].policy = policies_->of(selected_[i], options_.benchmarks.work.measures(selected_[i]));
}

bool Session::flaky_fails() const {
  return (options_.flaky.empty() ? config_.run.flaky : options_.flaky) == "fail";
}

void Session::check_settings() {
  demand(check_given(given_settings(), declared_settings(collections_)));
}

void Session::select() {
  model::CollectionFinished told;
  if (!controller_) {  // nothing could be collected, so no argument could be found
    told.errors = errors_;
    return on(told);
  }
  const auto marks = declared_marks(collections_);
  auto selection = select_tests({items_, errors_, marks, executables_, dependencies_}, options_,
                                seed_, config_.root, invocation_, *history_);
  told.collected = selection.collected;
  told.errors = errors_ = std::move(selection.errors);
  if (!selection.refused.empty()) {
    on(told);
    throw Stop{"ERROR: " + selection.refused, code::usage_error};
  }
  if (options_.googletest) keep_googletest(selection.chosen);
  if (options_.shard)
    told.shares = share_out(items_, selection.chosen, dependencies_, *options_.shard, costs_,
                            [this](const auto& id) { return history_->has_run(id); });
  shard_is_empty_ = selection.chosen.empty() && told.shares && told.shares->tests > 0;
  told.deselected = selection.collected - selection.chosen.size();
  told.collected += selection.chosen.size() * (options_.repeat - 1);
  dependencies_ = dependencies_.among(selection.chosen, options_.repeat);
  std::vector<model::Item> selected;
  for (const auto index : selection.chosen)
    for (std::uint32_t i = 1; i <= options_.repeat; ++i) {
      const bool is_last = i == options_.repeat;
      auto& item = selected.emplace_back(is_last ? std::move(items_[index]) : items_[index]);
      if (options_.repeat > 1) item.repetition = i;
      if (selection.followed.contains(index)) followed_.insert(tests_.size());
      tests_.push_back(places_[index]);
    }
  items_ = {};
  selected_ = std::move(selected);
  if (errors_.empty()) make_policies();
  told.selected = selected_;
  if (!options_.collect_only && !options_.lists())
    expected_ = costs_.of(selected_, [this](const auto& id) { return history_->has_run(id); });
  told.workers = worker_count();
  told.lines = std::move(selection.lines);
  on(told);
  if (shard_is_empty_) on(model::Notice{"no test falls to this shard, which is no failure"});
}

// Of what was chosen, what --gtest_filter names.
void Session::keep_googletest(std::vector<std::size_t>& chosen) {
  googletest_names_ = report::GoogleTestNames{items_};
  const select::GoogleTestFilter filter{options_.googletest->filter};
  std::erase_if(chosen, [&](std::size_t index) {
    return !filter.matches(googletest_names_.of(items_[index]).full());
  });
}

int Session::run_tests() {
  if (controller_ && controller_->interrupted()) {
    RunResult result;
    result.interrupted = true;
    result.stopped = "Interrupted: while collecting";
    return finish(result);
  }
  select();
  if (!errors_.empty()) {
    RunResult result;
    result.stopped = count_errors(errors_.size());
    result.interrupted = true;
    return finish(result);
  }
  const bool has_none = tests_.empty() && !shard_is_empty_;
  if (options_.collect_only) return end(has_none ? code::no_tests_selected : code::ok, "");
  auto gpus = find_gpus(*keeper_, config_.gpus, tests_);
  if (!gpus) demand(gpus.error());
  if (const auto unmet = unmet_needs(tests_, selected_, std::max(cores(), worker_count()), *gpus);
      !unmet.empty())
    throw Stop{"ERROR: " + unmet, code::usage_error};
  if (!options_.debugger.empty())
    demand(prepare_for_debugger(options_.debugger[0], tests_, selected_, executables_));
  hogs_ = start_hogs(*keeper_, options_.cpu_hogs);
  RunResult result =
      controller_->run({tests_, selected_, std::move(expected_), dependencies_, followed_, *gpus});
  if (!options_.debugger.empty()) give_terminal(::getpgrp());
  costs_.learn(selected_, result.costs);
  if (options_.history.stepwise && result.failures > 0 && !result.stopped.empty()) {
    result.stopped = "Interrupted: Test failed, continuing from this test next run.";
    result.interrupted = true;
  }
  return finish(result);
}

void Session::keep_history() {
  // A tool may start a process for each test, many at a time: they would lose each other's words.
  if (options_.collect_only || options_.googletest) return;
  const auto folder = config_.cache_folder();
  auto kept = write_past_runs(folder, history_->past(std::time(nullptr)), stored_runs_);
  if (kept) kept = costs_.write(folder);
  if (!kept) on(model::Notice{"this run will not be remembered: " + kept.error().text()});
}

int Session::finish(const RunResult& result) {
  keep_history();
  int exit_code = code::ok;
  if (!result.broken.empty()) {
    on(model::Notice{"INTERNALERROR: " + result.broken});
    exit_code = code::internal_error;
  } else if (result.interrupted) {
    exit_code = code::interrupted;
  } else if (result.failures > 0 || (result.flaky > 0 && flaky_fails())) {
    exit_code = code::tests_failed;
  } else if (tests_.empty() && !shard_is_empty_) {
    exit_code = code::no_tests_selected;
  }
  if (result.interrupted) return end(exit_code, result.stopped);
  const bool may_all_be_skipped =
      options_.setup_plan || (options_.shard && options_.shard->total > 1);  // others may have run
  if (exit_code == code::ok && !may_all_be_skipped && !something_ran_ &&
      config_.run.all_skipped == "fail")
    return end(code::no_tests_selected, result.stopped, all_skipped_text);
  const auto judged = benchmarks_.judge(selected_);
  for (const auto& event : judged.events) on(event);
  return end(exit_code == code::ok ? judged.exit_code : exit_code, result.stopped, judged.error);
}

int Session::end(int exit_code, const std::string& stopped, const std::string& error) {
  controller_.reset();
  // Whatever is left of the run ends here, before anybody is told that it is over.
  if (keeper_) keeper_->end_all();
  if (!collection_told_) on(model::CollectionFinished{});
  on(model::RunFinished{base::seconds_since(begin_), stopped, exit_code, error});
  flush();
  keeper_.reset();
  fmt::print(stderr, "{}", error);
  return reporters_ ? reporters_->exit_code(exit_code) : exit_code;
}

}  // namespace dyntest::runner
