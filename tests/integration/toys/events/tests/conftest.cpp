#include "conftest.hpp"

#include <stdexcept>

FIXTURE(Fleet, (int workers), scope::folder, cases(2, 8)) { return Fleet{workers}; }

FIXTURE(Port) {
  if (true) throw std::runtime_error("no port free");
  return Port{};
}
