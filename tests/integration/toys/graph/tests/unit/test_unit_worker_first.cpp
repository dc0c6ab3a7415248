// A third of the graph.
#include "conftest.hpp"

TEST(node, (Trace&, int number), cases_from(graph::nodes(1))) { graph::run(number); }
