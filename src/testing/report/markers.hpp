// --markers, --fixtures and --fixtures-per-test: what a suite's tests may be marked with, what they
// may ask for, and what each of them gets.
#pragma once

#include <vector>

#include "testing/model/item.hpp"
#include "testing/report/options.hpp"
#include "testing/report/paths.hpp"
#include "testing/report/writer.hpp"

namespace dyntest::report {

// One line for each declared mark, `MARK gpu(n): GPUs the test needs`, under a rule for each
// family.
void write_markers(Writer& writer, std::vector<model::MarkDeclaration> marks);

// Name, scope, place and the comment above it, under a rule for each file; those of libraries
// first, whose places are only shown with -v. Without -v a comment is shown up to its first empty
// line.
void write_fixtures(Writer& writer, const Paths& paths, const TerminalOptions& options,
                    std::vector<model::Fixture> fixtures);

// For each test that uses any, in the order of `items`: the fixtures it is given, by name; of
// several definitions of a type the nearest one.
void write_fixtures_per_test(Writer& writer, const Paths& paths, const TerminalOptions& options,
                             const model::Items& items,
                             const std::vector<model::Fixture>& fixtures);

}  // namespace dyntest::report
