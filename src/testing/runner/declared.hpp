// What all executables of a suite declare, each thing once: a conftest.hpp is compiled into many.
#pragma once

#include <vector>

#include "testing/runner/wire.hpp"

namespace dyntest::runner {

// Those that every suite has, too; by signature.
std::vector<model::MarkDeclaration> declared_marks(const std::vector<Collection>& collections);

std::vector<model::Fixture> declared_fixtures(const std::vector<Collection>& collections);

// By name.
std::vector<model::Setting> declared_settings(const std::vector<Collection>& collections);

}  // namespace dyntest::runner
