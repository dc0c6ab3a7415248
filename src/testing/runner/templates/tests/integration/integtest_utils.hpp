// What integration tests need in plain functions: no fixtures (conftest.cpp), no checks.
#pragma once

#include <filesystem>
#include <string>

// Throws std::runtime_error.
void write_file(const std::filesystem::path& path, const std::string& text);
std::string read_file(const std::filesystem::path& path);
