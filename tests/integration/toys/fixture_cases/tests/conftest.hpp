// Fixtures with cases: a wide one is built once for each of its rows.
#pragma once

#include <string>

#include "testing/check/check.hpp"

MARK(plane, "request planes", component)

struct Plane {
  std::string name;
};
struct Batch {
  int size;
};
struct Model {
  std::string name;
};
