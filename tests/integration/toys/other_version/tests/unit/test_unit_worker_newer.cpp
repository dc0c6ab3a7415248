// Says before main, as a worker, what an executable of another version says, and what only that one
// can read.
#include <fcntl.h>

#include <cstdlib>

#include "conftest.hpp"
#include "testing/runner/wire.hpp"
#include "testing/runner/worker.hpp"

namespace runner = dyntest::runner;

namespace {
const bool told = [] {
  if (::fcntl(runner::WorkerFds::stop, F_GETFD) == -1) return false;  // no worker
  runner::send(runner::WorkerFds::control, runner::Hello{77, "7.0.0"}, "\xff\xff\xff\xff news");
  std::_Exit(0);
}();
}  // namespace

TEST(never_runs) {}
