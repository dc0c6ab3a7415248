#include "subject.hpp"

int in_folding_library(int n) { return n * 7 + n / 17; }
int in_folding_library_too(int n) { return n * 7 + n / 17; }
