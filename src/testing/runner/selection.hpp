// From the tests that were collected to those that run, in their order: paths and node ids,
// --ignore, the order of shared fixtures, -k, -m, --deselect, then the history of earlier runs, and
// in the end what depends on what.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "testing/model/item.hpp"
#include "testing/runner/build.hpp"
#include "testing/runner/history.hpp"
#include "testing/runner/options.hpp"
#include "testing/schedule/dependencies.hpp"

namespace dyntest::runner {

struct Collected {
  const std::vector<model::Item>& items;  // in collection order
  const std::vector<model::CollectionError>& errors;
  const std::vector<model::MarkDeclaration>& marks;
  const std::vector<Executable>& executables;
  const schedule::Dependencies& dependencies;  // of items
};

struct Selection {
  std::vector<std::size_t> chosen;             // indices of the items, in the order of the run
  std::size_t collected = 0;                   // before deselection
  std::vector<model::CollectionError> errors;  // those that concern what was asked for
  std::vector<std::string> lines;              // for the report, below the number of tests
  std::set<std::size_t> followed;              // of the chosen ones, those of --follow
  std::string refused;  // why nothing can be selected; the rest is what is known so far
};

// `root`: the suite's folder; `invocation`: the folder that the user stands in; both absolute.
// `seed`: for --shuffle.
Selection select_tests(const Collected& collected, const Options& options, std::uint64_t seed,
                       const std::filesystem::path& root, const std::filesystem::path& invocation,
                       History& history);

}  // namespace dyntest::runner
