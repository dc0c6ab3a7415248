#include "conftest.hpp"

TEST(sees_no_trace) { CONSISTENTLY(0.3, !std::filesystem::exists(trace_of_benchmark())); }
