#include "testing/runner/controller_options.hpp"

#include "testing/runner/reporters.hpp"

namespace dyntest::runner {

ControllerOptions controller_options(const Options& options, std::size_t workers) {
  ControllerOptions of_controller;
  of_controller.workers = workers;
  of_controller.written_lines = options.report.written_lines;
  of_controller.keep_output = options.report.capture;
  of_controller.live = !options.report.capture && !options.report.written_lines;
  of_controller.live_lines = shows_live_lines(options);
  of_controller.keep_alive = options.keep_alive;
  of_controller.debugger = options.debugger;
  of_controller.whole_files = options.whole_files && !options.stress;
  if (options.stress)  // each worker has its part of them
    of_controller.together = static_cast<std::uint32_t>(1 + (options.repeat - 1) / workers);
  of_controller.tell_fixtures = options.report.setup_show;
  of_controller.plan = options.setup_plan;
  of_controller.failures_max = options.history.failures_max().value_or(options.failures_max);
  of_controller.benchmarks = options.benchmarks.work;
  return of_controller;
}

}  // namespace dyntest::runner
