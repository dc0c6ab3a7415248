// What the blocks of docs/manual/doubles.md stand on: code under test that is declared, never run.
#pragma once

#include <functional>
#include <string>

#include "testing/check/check.hpp"

struct Unavailable {};
inline constexpr int expected = 7;
int external_service();
int function_under_test();
void stream(const std::function<int(std::string)>& on_token);
