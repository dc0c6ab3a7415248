#include "conftest.hpp"

TEST_CLASS(TestFleet) {};
TEST_F(TestFleet, starts) {}
TEST_F(TestFleet, stops) {}
