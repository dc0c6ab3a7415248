#include "conftest.hpp"

#include "services.hpp"

// Asks for its own type, and so gets the outer one.
FIXTURE(Bus, (Bus& outer), scope::session) {
  return Bus{outer.name + " of sub"};
}

FIXTURE(Log, autouse) {
  std::puts("log of sub");
  return Log{};
}
