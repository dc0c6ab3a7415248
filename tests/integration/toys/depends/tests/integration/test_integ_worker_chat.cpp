// Is needed by a test of the other executable, and needs one itself.
#include "conftest.hpp"

TEST(chats, exclusive, depends_on("tests/unit/test_unit_worker_session.cpp::TestSession::stops")) {}
TEST(streams, depends_on("tests/unit/test_unit_worker_login.cpp::fails")) {}
