#include "conftest.hpp"
#include "testing/builtin/tmp_dir.hpp"

using dyntest::builtin::TmpDir;

// Each has a folder of its own: one does not displace the other's.
struct Left {};
struct Right {};
FIXTURE(Left, (TmpDir&), scope::file) { return Left{}; }
FIXTURE(Right, (TmpDir&), scope::file) { return Right{}; }

TEST(takes_left, (Left&)) {}

TEST(takes_right, (Right&)) {}

TEST(takes_both, (Left&, Right&)) {}
