#include "conftest.hpp"

static int route(int request) { return request % 7; }

TEST(routes_quickly, (Benchmark& benchmark), benchmark) {
  benchmark.group("route");
  const int worker = benchmark([] { return route(23); });
  CHECK(worker == 2);
}

TEST(stores_quickly, (Benchmark& benchmark, int blocks), benchmark, cases(8)) {
  benchmark.group("store");
  int stored = 0;
  benchmark.pedantic([&] { stored += blocks; }, {.rounds = 3, .warmup_rounds = 2},
                     [&] { stored = 0; });
  CHECK(stored == blocks);
}

TEST(routes_to_the_same_worker) { CHECK(route(9) == route(2)); }

TEST(measures_twice, (Benchmark& benchmark), xfail("a test measures once")) {
  benchmark([] {});
  benchmark([] {});
}
