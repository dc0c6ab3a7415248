#pragma once

#include "testing/check/check.hpp"

MARK(router, "request routing", component)

struct Broken {
  void teardown();
};
