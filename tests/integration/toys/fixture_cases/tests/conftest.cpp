#include "conftest.hpp"

FIXTURE(Plane, (std::string name), scope::session, cases("tcp", "nats")) { return Plane{name}; }

FIXTURE(Batch, (int size), cases(1, row(64).marks(slow))) { return Batch{size}; }

FIXTURE(Model, (Plane&, std::string name), scope::file, cases("qwen", "llama")) {
  return Model{name};
}
