// Fixtures for the unit tests.
#include "conftest.hpp"

// With an apple and a pear in it; made anew for each test that asks for a Basket&.
FIXTURE(Basket) { return Basket{words("apple pear")}; }
