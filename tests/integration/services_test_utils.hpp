// Services that are a line of shell or Python, for the tests of supervision and readiness.
#pragma once

#include <string>
#include <string_view>

#include "conftest.hpp"
#include "kit/services/service.hpp"

// A service `toy` that runs `script` in sh and is ready as soon as it runs.
dyntest::services::Launch toy(const TmpDir& folder, const std::string& script);

// The same in Python, without its site modules.
dyntest::services::Launch python_toy(const TmpDir& folder, const std::string& script);

// Starts it and ends it again: the error, or "" if it became ready.
std::string outcome_of_start(dyntest::services::Launch launch);

// What it has written so far.
std::string written_by(const dyntest::services::Service& service);

bool has(std::string_view text, std::string_view part);

// The error, or "" if there is none.
std::string text_of(const dyntest::base::Status& status);
