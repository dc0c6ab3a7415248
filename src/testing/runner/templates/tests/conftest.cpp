// Fixtures for every test of this project; those for one folder go into its own conftest.cpp.
#include "conftest.hpp"
