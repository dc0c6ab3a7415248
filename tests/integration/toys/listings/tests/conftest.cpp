#include "conftest.hpp"

struct Router {};

// Routes by longest prefix.
// One for each worker of the run.
FIXTURE(Router, scope::session) {
  return Router{};
}
