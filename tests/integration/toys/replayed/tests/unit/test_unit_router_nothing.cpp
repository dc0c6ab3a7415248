// The runs of this toy were recorded: *.jsonl. With their figures fixed, all of a report is.
#include "conftest.hpp"

TEST(is_there) {}
