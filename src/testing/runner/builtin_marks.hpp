// The marks that every suite has, as --markers lists them.
#pragma once

#include <vector>

#include "testing/model/item.hpp"

namespace dyntest::runner {

std::vector<model::MarkDeclaration> builtin_marks();

}  // namespace dyntest::runner
