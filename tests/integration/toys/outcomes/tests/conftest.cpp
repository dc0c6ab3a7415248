#include "conftest.hpp"

#include <cstdio>
#include <stdexcept>

#include "toy_fixtures.hpp"

FIXTURE(Bus, scope::session) {
  std::puts("bus up");
  return Bus{};
}

FIXTURE(Store, (Bus&), scope::file) {
  std::puts("store up");
  return Store{};
}

FIXTURE(BadSetup) {
  std::puts("about to break");
  throw std::runtime_error("no port free");
  return BadSetup{};
}

FIXTURE(BadTeardown) { return BadTeardown{}; }
