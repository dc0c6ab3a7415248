// A graph of tests that depend on each other, by chance: GRAPH_SEED says which. What each of them
// does is written into the file GRAPH_TRACE, in the order of time: `begin <id>`, `end <id>`.
#pragma once

#include <vector>

#include "testing/builtin/request.hpp"
#include "testing/check/check.hpp"

MARK(worker, "a worker's life", component)

namespace graph {

// The nodes of a file, one of `files`, each with its marks.
inline constexpr int files = 3;
std::vector<dyntest::check::Row<int>> nodes(int file);

// Takes its time, and fails if the graph says so.
void run(int node);

}  // namespace graph

// Traces the test.
struct Trace {
  void teardown();
  std::string id;
};
