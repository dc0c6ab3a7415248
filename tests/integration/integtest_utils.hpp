// What integration tests of several components need in plain functions. What only one component's
// tests need has a file of its own (os_test_utils.hpp, transcript_test_utils.hpp); fixtures, and
// the types that they return, are in conftest.hpp.
#pragma once
