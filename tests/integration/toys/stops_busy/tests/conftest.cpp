#include "conftest.hpp"

#include <cstdlib>
#include <fstream>

namespace fs = std::filesystem;

fs::path first_is_busy() { return fs::path{std::getenv("MEETING")} / "first_is_busy"; }

fs::path run_was_stopped() { return fs::path{std::getenv("MEETING")} / "run_was_stopped"; }

FIXTURE(StopWitness, scope::session) { return StopWitness{}; }

void StopWitness::teardown() { std::ofstream{run_was_stopped()}.flush(); }
