// A TmpDir& is a folder of the test's own, which is gone afterwards.
#include "conftest.hpp"

TEST(survives_in_a_file, (TmpDir& dir), timeout(10)) {
  write_file(dir / "basket.txt", "apple\npear\n");
  CHECK(read_file(dir / "basket.txt") == "apple\npear\n");
}
