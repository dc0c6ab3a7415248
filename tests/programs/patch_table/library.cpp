#include "subject.hpp"

int in_library(int n) { return n + 1; }
[[gnu::visibility("protected")]] int protected_in_library(int n) { return n + 2; }
Function address_of_protected() { return &protected_in_library; }

int use_in_library_inside() {
  int sum = in_library(1) + in_library(1);
  for (int i = 2; i < uses; ++i) sum += in_library(2);
  return sum;
}
