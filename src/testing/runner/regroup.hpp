// The order of tests that share rows of wide fixtures: pytest's, in which each row is set up once
// where that is possible. Otherwise tests keep their order.
#pragma once

#include <cstddef>
#include <vector>

#include "testing/model/item.hpp"

namespace dyntest::runner {

// Indices of `items` in the new order. Scope by scope, from the widest: tests that have a row of
// that scope in common come together where the first of them stands; what is between is put into
// order by the next scope.
std::vector<std::size_t> regrouped(const std::vector<model::Item>& items);

}  // namespace dyntest::runner
