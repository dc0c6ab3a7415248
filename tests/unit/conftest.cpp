#include "conftest.hpp"

#include "places.hpp"

// The project's own sources, read once.
FIXTURE(tidy::Sources, scope::session) {
  return tidy::read_sources(DYNTEST_SOURCE_DIR);
}

// The rooms with the needs that their CMakeLists.txt declare.
FIXTURE(tidy::Rooms, scope::session) {
  return tidy::read_rooms(DYNTEST_BINARY_DIR "/rooms.json");
}
