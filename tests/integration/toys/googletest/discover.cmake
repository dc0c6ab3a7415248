# What gtest_discover_tests runs when an executable has been built.
set(TEST_WORKING_DIR ${CMAKE_CURRENT_BINARY_DIR})
set(TEST_LIST all_tests)
set(TEST_DISCOVERY_TIMEOUT 60)
include(${CMAKE_ROOT}/Modules/GoogleTestAddTests.cmake)
