#include <fstream>

#include "conftest.hpp"

TEST(leaves_a_trace, (Benchmark& benchmark)) {
  std::ofstream{trace_of_benchmark()} << "here";
  benchmark([] {});
}
