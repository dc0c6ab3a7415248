// Flips one bit of a byte, with that probability for each byte. TCP's checksum would not let this
// pass in a network; a broken middlebox does.
#pragma once

#include <memory>
#include <string>

#include "kit/faults/effect.hpp"

namespace dyntest::faults {

struct Corrupt {
  double probability;

  std::string text() const;
  std::unique_ptr<Effect> effect() const;
};

}  // namespace dyntest::faults
