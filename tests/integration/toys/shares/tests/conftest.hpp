// What the tests of this toy suite share.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "testing/check/check.hpp"

MARK(worker, "workers of a deployment", component)

// A file by which two tests that run side by side see each other.
inline std::filesystem::path sign(const std::string& name) {
  return std::filesystem::path{std::getenv("MEETING")} / name;
}
inline void show(const std::string& name) { std::ofstream{sign(name)}.flush(); }
inline bool shown(const std::string& name) { return std::filesystem::exists(sign(name)); }
