// A small hash of text that is the same everywhere and always: for seeds, not for tables or
// secrets.
#pragma once

#include <cstdint>
#include <string_view>

namespace dyntest::base {

inline constexpr std::uint64_t fnv1a_basis = 0xcbf29ce484222325u;

// FNV-1a, 64 bits (http://www.isthe.com/chongo/tech/comp/fnv/), going on from `state`.
constexpr std::uint64_t fnv1a(std::string_view text, std::uint64_t state = fnv1a_basis) {
  for (const char byte : text) state = (state ^ static_cast<unsigned char>(byte)) * 0x100000001b3u;
  return state;
}

}  // namespace dyntest::base
