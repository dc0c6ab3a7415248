// A third of the graph.
#include "conftest.hpp"

TEST(node, (Trace&, int number), cases_from(graph::nodes(2))) { graph::run(number); }
