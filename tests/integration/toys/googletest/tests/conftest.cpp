#include "conftest.hpp"

#include <stdexcept>

FIXTURE(Broken) { return Broken{}; }

void Broken::teardown() { throw std::runtime_error{"child still alive"}; }
