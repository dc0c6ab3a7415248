// A test executable is a complete runner for itself.
#include "testing/runner/main.hpp"

int main(int count, char** arguments) { return dyntest::runner::run_tests(count, arguments); }
