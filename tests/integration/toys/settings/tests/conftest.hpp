// Settings: declared in conftest.cpp, read by name, overridden from outside.
#pragma once

#include <string>

#include "testing/check/check.hpp"

MARK(fleet, "a fleet of workers", component)

using dyntest::check::setting;
