// What the blocks of docs/manual/services.md stand on.
#pragma once

#include <string>

#include "fixtures/http.hpp"
#include "testing/check/check.hpp"

using dyntest::fixtures::Http;

struct Frontend {
  std::string url() const;
};
