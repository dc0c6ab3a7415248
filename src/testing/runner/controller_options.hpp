// What the command line asks of the controller.
#pragma once

#include "testing/runner/controller.hpp"
#include "testing/runner/options.hpp"

namespace dyntest::runner {

// Without what the suite's configuration says as well: root, settings, isolation.
ControllerOptions controller_options(const Options& options, std::size_t workers);

}  // namespace dyntest::runner
