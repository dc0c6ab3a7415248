#include "testing/runner/main.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <filesystem>
#include <string>
#include <vector>

#include "foundation/cell/keeper.hpp"
#include "testing/model/exit_code.hpp"
#include "testing/report/writer.hpp"
#include "testing/runner/build.hpp"
#include "testing/runner/cache_command.hpp"
#include "testing/runner/cpu_hog.hpp"
#include "testing/runner/debugging.hpp"
#include "testing/runner/googletest_options.hpp"
#include "testing/runner/guest_worker.hpp"
#include "testing/runner/init_command.hpp"
#include "testing/runner/options.hpp"
#include "testing/runner/report_command.hpp"
#include "testing/runner/session.hpp"
#include "testing/runner/sharding.hpp"
#include "testing/runner/verdict_text.hpp"
#include "testing/runner/worker.hpp"
#include "testing/select/config.hpp"

namespace dyntest::runner {
namespace fs = std::filesystem;
namespace {

// The parts that this program plays when a run starts it again. True if it played one.
bool play_part(const std::vector<std::string>& words) {
  if (words.empty()) return false;
  if (words[0] == "--dyntest-keeper") {
    cell::run_keeper(words.at(1), words.at(2));
    std::_Exit(0);  // nothing is to hold up its end: LeakSanitizer would, with a process of its own
  }
  if (words[0] == stacks_flag) {
    print_stacks(std::stoi(words.at(1)));
    return true;
  }
  if (words[0] == hog_flag) hog_cpu();
  if (words[0] == foreground_flag) run_in_foreground({words.begin() + 1, words.end()});
  if (words[0] == worker_flag)
    run_worker(WorkerOptions::from_arguments({words.begin() + 1, words.end()}));
  if (words[0] == guest_flag) run_guest_worker(words);
  return false;
}

bool is_report(const std::vector<std::string>& words) {
  return !words.empty() && words[0] == "report";
}

int usage_error(const std::string& text, const select::Config* config, bool of_report = false) {
  fmt::print(stderr, "ERROR: usage: dyntest {}\ndyntest: error: {}\n",
             of_report ? "report [options] FILE..." : "[options] [file_or_dir] [file_or_dir] [...]",
             text);
  if (config != nullptr && !config->file.empty())
    fmt::print(stderr, "  configfile: {}\n", (config->root / config->file).string());
  if (config != nullptr) fmt::print(stderr, "  rootdir: {}\n", config->root.string());
  fmt::print(stderr, "\n");
  return model::exit_code::usage_error;
}

// From `root` on, if it is known, else from the folder that the user stands in.
base::Result<select::Config> find_config(const Options& options, const fs::path& root) {
  const fs::path invocation = root.empty() ? fs::current_path() : root;
  std::vector<fs::path> paths;
  for (const auto& argument : options.arguments)
    paths.push_back((invocation / argument.substr(0, argument.find("::"))).lexically_normal());
  return select::load_config(paths, invocation);
}

// --profile, else $DYNTEST_PROFILE, else the one that says nothing.
std::string profile_of(const base::Result<Options>& options) {
  if (options && !options->profile.empty()) return options->profile;
  return environment_variable("DYNTEST_PROFILE").value_or("default");
}

// `dyntest report FILE …` tells recorded runs again; everything else runs tests.
base::Result<Options> parse_words(const std::vector<std::string>& words,
                                  const std::vector<std::string>& addopts) {
  if (is_report(words)) return parse_report_options({words.begin() + 1, words.end()}, addopts);
  std::vector<std::string> all = addopts;
  all.insert(all.end(), words.begin(), words.end());
  return parse_options(all);
}

// GoogleTest's flags among the words, if this is a test executable.
base::Result<std::optional<GoogleTestOptions>> googletest_of(std::vector<std::string>& words,
                                                             const std::string& own_executable) {
  if (own_executable.empty()) return std::optional<GoogleTestOptions>{};
  auto taken = take_googletest(words, environment_variable);
  if (!taken || !*taken) return taken;
  (*taken)->source_root = root_of(own_executable);
  if (auto& output = (*taken)->output) output->path = googletest_path(*output, own_executable);
  return taken;
}

int run_command(std::vector<std::string> words, const std::string& own_executable) {
  const auto googletest = googletest_of(words, own_executable);
  if (!googletest) return usage_error(googletest.error().text(), nullptr);
  auto options = parse_words(words, {});
  // The configuration is looked for even when a word is wrong: the error names it. A tool may have
  // started this anywhere.
  auto config = find_config(options ? *options : Options{},
                            *googletest ? (*googletest)->source_root : std::string{});
  if (!config) {
    fmt::print(stderr, "ERROR: {}\n\n", config.error().text());
    return model::exit_code::usage_error;
  }
  const std::string profile = profile_of(options);
  if (auto profiled = with_profile(*config, profile); profiled)
    config = std::move(profiled);
  else
    return usage_error(profiled.error().text(), &*config);
  const auto& addopts = config->run.addopts;
  if (!addopts.empty()) options = parse_words(words, addopts);
  if (!options) return usage_error(options.error().text(), &*config, is_report(words));
  if (options->profile.empty() && profile != "default") options->profile = profile;
  if (options->profile != profile && !options->profile.empty())
    return usage_error("--profile cannot stand in addopts: set DYNTEST_PROFILE, or type it",
                       &*config);
  options->marks = select::both(config->run.marks, options->marks);
  options->keywords = select::both(config->run.keywords, options->keywords);
  if (options->help) {
    fmt::print("{}{}", options->help_text, own_executable.empty() ? "" : googletest_help());
    return model::exit_code::ok;
  }
  if (options->version) {
    fmt::print("dyntest {}\n", DYNTEST_VERSION);
    return model::exit_code::ok;
  }
  if (!options->recordings.empty())
    return report_recordings(*options, config->run.all_skipped == "fail");
  if (options->require.empty()) options->require = config->require;
  for (const auto& name : options->require)
    if (name != "etcd" && name != "nats-server" && name != "dynamo")
      return usage_error(fmt::format("--require takes etcd, nats-server or dynamo, not '{}'", name),
                         &*config);
  if (const auto folder = environment_variable("DYNTEST_CACHE_DIR")) config->cache_dir = *folder;
  const fs::path cache_folder = config->cache_folder();
  if (options->cache_show) {
    fmt::print("{}",
               cache_text(cache_folder, *options->cache_show, report::console_width(STDOUT_FILENO),
                          report::console_colour(STDOUT_FILENO)));
    return model::exit_code::ok;
  }
  if (options->cache_clear)
    if (const auto cleared = clear_cache(cache_folder); !cleared)
      return usage_error(cleared.error().text(), &*config);
  if (*googletest) apply(**googletest, *options);
  if (const auto read = read_shard_variables(environment_variable, *options); !read)
    return usage_error(read.error().text(), &*config);
  const int code = Session{std::move(*options), std::move(*config), own_executable}.run();
  return *googletest ? googletest_exit_code(**googletest, code) : code;
}

int guarded_main(int count, char** arguments, bool is_test_executable) try {
  std::vector<std::string> words{arguments + 1, arguments + count};
  if (play_part(words)) return 0;
  if (!words.empty() && words[0] == "init") return init_project({words.begin() + 1, words.end()});
  return run_command(words, is_test_executable ? fs::read_symlink("/proc/self/exe") : "");
} catch (const std::exception& error) {
  fmt::print(stderr, "INTERNALERROR: {}\n", error.what());
  return model::exit_code::internal_error;
}

}  // namespace

int run_tests(int count, char** arguments) { return guarded_main(count, arguments, true); }

int run_dyntest(int count, char** arguments) { return guarded_main(count, arguments, false); }

}  // namespace dyntest::runner
