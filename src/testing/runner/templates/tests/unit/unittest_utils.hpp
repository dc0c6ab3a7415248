// What unit tests need in plain functions: no fixtures (conftest.cpp), no checks (a test's own).
#pragma once

#include <string>
#include <vector>

// The words of `text`, which are parted by white space.
std::vector<std::string> words(const std::string& text);
