// What the tests of this toy suite share.
#pragma once

#include "testing/builtin/captured_output.hpp"
#include "testing/check/check.hpp"

using dyntest::builtin::CapturedOutput;

MARK(worker, "a worker's life", component)
