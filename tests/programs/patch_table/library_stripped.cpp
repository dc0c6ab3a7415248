#include "subject.hpp"

int in_stripped_library(int n) { return n + 1; }

int use_in_stripped_library_inside() {
  int sum = in_stripped_library(1) + in_stripped_library(1);
  for (int i = 2; i < uses; ++i) sum += in_stripped_library(2);
  return sum;
}
