// The fixtures that every suite has.
#pragma once

#include <string>

#include "testing/builtin/cache.hpp"
#include "testing/builtin/captured_output.hpp"
#include "testing/builtin/record_property.hpp"
#include "testing/builtin/rng.hpp"
#include "testing/check/check.hpp"

MARK(suite, "what every suite has", component)

using dyntest::builtin::Cache;
using dyntest::builtin::CapturedOutput;
using dyntest::builtin::RecordProperty;
using dyntest::builtin::Rng;
