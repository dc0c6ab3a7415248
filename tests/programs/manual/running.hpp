// What the blocks of docs/manual/running.md stand on.
#pragma once

#include <string>

#include "testing/check/check.hpp"

bool log_in(const std::string& plane);
