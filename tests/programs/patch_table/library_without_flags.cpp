#include "subject.hpp"

int in_own_library(int n) { return n + 1; }
