// dyntest: builds what is stale, then runs the tests of all executables that the build made.
#include "testing/runner/main.hpp"

int main(int count, char** arguments) { return dyntest::runner::run_dyntest(count, arguments); }
