// Limits of child processes: what a child meets beyond them, and that nobody else does.
#include <sys/resource.h>

#include <string>

#include "conftest.hpp"
#include "os_test_utils.hpp"

using dyntest::os::Command;
using dyntest::os::Limits;
using dyntest::os::Process;

namespace {

// Runs a Python script under `limits`.
Process python(const std::string& script, const Limits& limits, int output = -1) {
  Command command;
  command.argv = {"python3", "-S", "-c", script};
  command.standard_output = output;
  command.limits = limits;
  return Process::start(command).value();
}

std::string output_of(const std::string& script, const Limits& limits) {
  Pipe pipe;
  Process process = python(script, limits, pipe.write_end.get());
  pipe.write_end.reset();
  return read_to_end(pipe.read_end);
}

rlimit ours(__rlimit_resource_t resource) {
  rlimit limit{};
  ::getrlimit(resource, &limit);
  return limit;
}

}  // namespace

TEST(child_beyond_its_memory_gets_enomem) {
  const std::string takes_512_mib =
      "import mmap\n"
      "try: mmap.mmap(-1, 512 << 20, flags=mmap.MAP_PRIVATE)\n"
      "except OSError as error: print(error.errno)\n"
      "else: print('enough')\n";
  CHECK(output_of(takes_512_mib, {.memory_bytes = 256u << 20u}) == std::to_string(ENOMEM) + "\n");
  CHECK(output_of(takes_512_mib, {}) == "enough\n");
}

TEST(child_beyond_its_files_gets_emfile) {
  const std::string opens_50 =
      "import os\n"
      "try: all = [os.dup(0) for _ in range(50)]\n"
      "except OSError as error: print(error.errno)\n"
      "else: print('enough')\n";
  CHECK(output_of(opens_50, {.open_files = 20}) == std::to_string(EMFILE) + "\n");
  CHECK(output_of(opens_50, {}) == "enough\n");
}

TEST(child_beyond_its_processor_time_gets_sigxcpu) {
  Process process = python("while True: pass", {.cpu_seconds = 1});
  const auto status = process.wait(Deadline::in(patience));
  REQUIRE(status.has_value());
  CHECK(status->signal() == SIGXCPU);
}

TEST(child_that_ignores_sigxcpu_is_killed) {
  Process process = python("import signal; signal.signal(24, signal.SIG_IGN)\nwhile True: pass",
                           {.cpu_seconds = 1});
  const auto status = process.wait(Deadline::in(patience));
  REQUIRE(status.has_value());
  CHECK(status->signal() == SIGKILL);
}

TEST(limits_go_to_the_childs_children) {
  const std::string asks_a_child =
      "import subprocess; print(subprocess.getoutput('ulimit -n; ulimit -c'))";
  CHECK(output_of(asks_a_child, {.open_files = 64, .core_bytes = 0}) == "64\n0\n");
}

TEST(limits_of_ours_stay, (__rlimit_resource_t resource),
     cases(row(RLIMIT_DATA).id("memory"), row(RLIMIT_CPU).id("cpu"), row(RLIMIT_NOFILE).id("files"),
           row(RLIMIT_CORE).id("core"))) {
  const rlimit before = ours(resource);
  output_of("", {.memory_bytes = 1u << 30u, .cpu_seconds = 5, .open_files = 30, .core_bytes = 0});
  CHECK(ours(resource).rlim_cur == before.rlim_cur);
  CHECK(ours(resource).rlim_max == before.rlim_max);
}

TEST(limit_above_ours_is_ours) {
  const auto hard = ours(RLIMIT_NOFILE).rlim_max;
  CHECK(output_of("import resource; print(resource.getrlimit(resource.RLIMIT_NOFILE)[1])",
                  {.open_files = ~0ull}) == std::to_string(hard) + "\n");
}
