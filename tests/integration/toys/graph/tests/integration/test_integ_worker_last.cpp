// A third of the graph.
#include "conftest.hpp"

TEST(node, (Trace&, int number), cases_from(graph::nodes(0))) { graph::run(number); }
