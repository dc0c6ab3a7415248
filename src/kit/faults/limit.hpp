// The connection is cut behind so many bytes; with 0, at once.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "kit/faults/effect.hpp"

namespace dyntest::faults {

struct Limit {
  std::size_t bytes;

  std::string text() const;
  std::unique_ptr<Effect> effect() const;
};

}  // namespace dyntest::faults
