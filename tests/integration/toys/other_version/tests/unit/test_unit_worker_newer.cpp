// Says before main what an executable of another version says, and what only that one can read.
#include <cstdlib>

#include "conftest.hpp"
#include "testing/runner/wire.hpp"
#include "testing/runner/worker.hpp"

namespace runner = dyntest::runner;

namespace {
const bool told = [] {
  runner::send(runner::WorkerFds::control, runner::Hello{77, "7.0.0"}, "\xff\xff\xff\xff news");
  std::_Exit(0);
  return true;
}();
}  // namespace

TEST(never_runs) {}
