#include "subject.hpp"

int without_flags(int n) { return n + 1; }
