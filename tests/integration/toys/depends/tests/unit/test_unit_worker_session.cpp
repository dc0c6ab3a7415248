// Whole classes and files that need a test, and tests of other files and executables.
#include "conftest.hpp"

FILE_MARKS(depends_on("tests/unit/test_unit_worker_login.cpp::logs_in"));

TEST_CLASS(TestSession, depends_on("starts")) {};
TEST_F(TestSession, sends) {}
TEST_F(TestSession, starts) {}
TEST_F(TestSession, stops, depends_on("sends")) {}

TEST(sees_another_executable, isolated,
     depends_on("tests/integration/test_integ_worker_chat.cpp::chats")) {}
TEST(needs_a_class, depends_on("TestSession")) {}
