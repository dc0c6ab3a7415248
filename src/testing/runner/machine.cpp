#include "testing/runner/machine.hpp"

#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>

#include "testing/runner/options.hpp"

namespace dyntest::runner {

namespace {

// The time now, as strftime writes it.
std::string now_as(const char* format, std::tm* (*broken_down)(const std::time_t*, std::tm*)) {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  broken_down(&now, &parts);
  char text[64];
  const auto size = std::strftime(text, sizeof text, format, &parts);
  return {text, size};
}

}  // namespace

std::string timestamp_now() { return now_as("%Y-%m-%dT%H:%M:%S%z", &::localtime_r); }

std::string today() { return now_as("%Y-%m-%d", &::gmtime_r); }

std::string host_name() {
  char name[256] = {};
  ::gethostname(name, sizeof name - 1);
  return name;
}

std::size_t cores() {
  cpu_set_t set;
  if (::sched_getaffinity(0, sizeof set, &set) != 0) return 1;
  return static_cast<std::size_t>(CPU_COUNT(&set));
}

std::size_t worker_count(const Options& options, const std::string& of_config) {
  if (options.stress) return options.jobs > 0 ? options.jobs : 2 * cores();
  if (!options.workers.empty() && options.workers != "auto")
    return std::max<std::size_t>(1, std::stoul(options.workers));
  const bool in_turn = !options.report.capture || options.history.stepwise;
  if (in_turn && options.workers.empty()) return 1;
  const bool is_said = options.workers.empty() && !of_config.empty();
  return is_said && of_config != "auto" ? std::stoul(of_config) : cores();
}

}  // namespace dyntest::runner
