// What a passing check costs: (a loop with a check) − (the same loop without), best of 9 each.
// Generated around this file: the framework's header, LOOP_TEST, which opens the one test, and
// COMPARE(a, b), which is one check. Prints `case nanoseconds` lines.
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <string>

namespace {

constexpr int rounds = 9;
constexpr double round_ns = 2e7;

double now_ns() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

double time_of(void (*loop)(long), long count) {
  const double start = now_ns();
  loop(count);
  return now_ns() - start;
}

void report(const char* name, void (*with)(long), void (*without)(long)) {
  long count = 1000;
  while (time_of(with, count) < round_ns) count *= 2;
  double best_with = 1e300;
  double best_without = 1e300;
  for (int i = 0; i < rounds; ++i) {
    best_with = std::min(best_with, time_of(with, count));
    best_without = std::min(best_without, time_of(without, count));
  }
  std::printf("%s %.3f\n", name, (best_with - best_without) / static_cast<double>(count));
}

// The optimiser may know nothing of the operands.
#define HIDE(a, b) asm volatile("" : "+r"(a), "+r"(b))

template <bool checked>
void ints(long count) {
  for (long i = 0; i < count; ++i) {
    int a = 1;
    int b = 1;
    HIDE(a, b);
    if constexpr (checked) COMPARE(a, b);
  }
}

// Three variables that live in registers unless a check lets their address escape.
template <bool checked>
void live(long count) {
  int a = 1;
  int b = 1;
  unsigned c = 1;
  for (long i = 0; i < count; ++i) {
    HIDE(a, b);
    c = c * 3 + static_cast<unsigned>(a);
    if constexpr (checked) COMPARE(a, b);
  }
  asm volatile("" : : "r"(a), "r"(b), "r"(c));
}

template <bool checked>
void strings(long count) {
  const std::string text = "a worker's name";
  for (long i = 0; i < count; ++i) {
    const std::string* a = &text;
    const char* b = "a worker's name";
    HIDE(a, b);
    if constexpr (checked) COMPARE(*a, b);
  }
}

}  // namespace

LOOP_TEST {
  report("ints", &ints<true>, &ints<false>);
  report("live", &live<true>, &live<false>);
  report("strings", &strings<true>, &strings<false>);
}
