// What brings out a test that fails now and then: another order, and many repetitions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "testing/model/item.hpp"

namespace dyntest::runner {

// `chosen`, indices of `items`, in an order that the seed alone decides: files by chance, and the
// tests of a file by chance. The same on every machine.
std::vector<std::size_t> shuffled(const std::vector<model::Item>& items,
                                  const std::vector<std::size_t>& chosen, std::uint64_t seed);

}  // namespace dyntest::runner
