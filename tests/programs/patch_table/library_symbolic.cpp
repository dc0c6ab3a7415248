#include "subject.hpp"

int in_symbolic_library(int n) { return n + 1; }

int use_in_symbolic_library_inside() {
  int sum = in_symbolic_library(1) + in_symbolic_library(1);
  for (int i = 2; i < uses; ++i) sum += in_symbolic_library(2);
  return sum;
}
