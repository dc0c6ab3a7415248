// Judges the checks of this room by themselves, before any runner exists: exit code 0 if all is
// well.
#include <cstdio>

#include "harness.hpp"

void run_typical_checks();
void test_expressions();
void test_printing();
void test_printing_of_members();
void test_formatting();
void test_raises();
void test_eventually();
void test_outcomes();
void test_parts();
void test_explaining();

int main() {
  self_test::passes("typical checks", &run_typical_checks);
  test_expressions();
  test_printing();
  test_printing_of_members();
  test_formatting();
  test_raises();
  test_eventually();
  test_outcomes();
  test_parts();
  test_explaining();
  std::printf("%d failed\n", self_test::failures);
  return self_test::failures == 0 ? 0 : 1;
}
